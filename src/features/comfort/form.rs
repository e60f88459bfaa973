//! The form of reading settings. It is a plain form, which a server renders on a page and answers;
//! in the panel each choice shows at once.

use leptos::tachys::renderer::types::Element as DomElement;
use leptos::{html, prelude::*};
use zaidu_model::Route;
use zaidu_model::comfort::{COOKIE, Comfort, Setting};

use crate::browser::{comfort, dom};
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Element, Node, element};

/// The form, on a server: with what the request says. A browser without one has the panel, so that
/// its code is in one chunk.
#[must_use]
pub fn rendered_form() -> Vec<Node> {
    if !cfg!(feature = "ssr") {
        return Vec::new();
    }
    let wrapper = element("div").attr("class", "comfort");
    vec![wrapper.with(form(use_context().unwrap_or_default())).into()]
}

/// The form in a browser, with what it keeps.
#[component]
pub(super) fn SettingsForm() -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let is_saved = RwSignal::new(false);
    client_effect(move || {
        let Some(form) = node.get() else { return };
        comfort::on_form_input(form.clone().into(), move || {
            save(chosen(&form));
            is_saved.set(true);
        });
    });
    view! {
        <div class="comfort" node_ref=node>
            {StaticHtml::new(|| vec![form(current())])}
        </div>
        <p class="comfort-status" role="status">
            {StaticHtml::text(move || if is_saved.get() { strings::SETTINGS_SAVED } else { "" })}
        </p>
    }
}

/// What this browser keeps.
pub(super) fn current() -> Comfort {
    Comfort::from_cookies(&comfort::cookies())
}

/// Keeps and shows what was chosen.
pub(super) fn save(chosen: Comfort) {
    let text = chosen.to_string();
    comfort::set_cookie(COOKIE, &text);
    comfort::show(&text, chosen.theme_color());
}

/// The form with a group of radio buttons for each setting.
fn form(comfort: Comfort) -> Node {
    let form = element("form").attr("method", "post").attr("action", Route::Settings.to_string());
    let button = element("button").attr("type", "submit").attr("class", "button comfort-submit");
    let groups = Setting::ALL.map(|setting| group(setting, comfort.get(setting)));
    let form = form.attr("autocomplete", "off").with_all(groups);
    form.with(button.with(strings::SAVE)).into()
}

fn group(setting: Setting, chosen: u8) -> Element {
    let options = (1..).zip(strings::setting_options(setting)).map(|(number, name)| {
        let radio = element("input").attr("type", "radio").attr("name", setting.name());
        let radio = radio.attr("value", char::from(b'0' + number).to_string());
        let radio = radio.maybe_attr("checked", (number == chosen).then_some(""));
        element("label").with(radio).with(element("span").with(*name))
    });
    let row = element("div").attr("class", "comfort-options").with_all(options);
    let legend = element("legend").with(strings::setting(setting));
    let group = element("fieldset").attr("class", ["comfort-", setting.name()].concat());
    group.with(legend).with(row)
}

/// The chosen options of `form`.
fn chosen(form: &DomElement) -> Comfort {
    let mut comfort = Comfort::default();
    for setting in Setting::ALL {
        let selector = ["[name=", setting.name(), "]:checked"].concat();
        let radio = dom::query_all(form, &selector).into_iter().next();
        let value = radio.and_then(|radio| radio.get_attribute("value"));
        // A digit; anything else is no option, and ignored.
        let option = value.and_then(|value| value.bytes().next()).unwrap_or_default();
        comfort.set(setting, option.wrapping_sub(b'0'));
    }
    comfort
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_a_name() {
        for setting in Setting::ALL {
            let names = strings::setting_options(setting);
            assert_eq!(names.len(), usize::from(setting.options()), "{setting:?}");
        }
    }
}
