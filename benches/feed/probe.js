// What the benchmark does with a list, and how long it takes. Runs in every side.
{
  const probe = {};
  window.probe = probe;

  // The module's memory, which no interface of the browser tells.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await instantiate(...given);
      probe.memory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
  probe.module = () => probe.memory?.buffer.byteLength ?? 0;

  /** The next frame, before it is made. */
  const frame = () => new Promise(requestAnimationFrame);
  const frames = async (count) => {
    for (; count > 0; count--) await frame();
  };

  /** When the frame that is being made stands: a message waits until it does. */
  const made = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });

  const place = (css) => document.querySelector(css);

  /** The number of the last card that stands. */
  const last = () => {
    let node = place(".feed-pages").lastElementChild;
    while (node && !node.matches(".card")) {
      node = node.lastElementChild ?? node.previousElementSibling;
    }
    return Number(node?.getAttribute("aria-posinset"));
  };

  /** Every element of the first cards, its attributes in one order, and its words. */
  probe.cards = () =>
    [...document.querySelectorAll(".card, .card *")]
      .map(({ localName, attributes, firstChild }) => {
        const all = [...attributes].map(({ name, value }) => `${name}=${value}`).sort();
        return [localName, ...all, firstChild?.nodeValue].join(" | ");
      })
      .join("\n");

  /** Milliseconds from a tap that fills the list to the second frame after it. */
  probe.build = async () => {
    await frames(10);
    const start = performance.now();
    place("#fill").click();
    await frames(2);
    return performance.now() - start;
  };

  /** Scrolls to the end of the list, until it is the end. */
  const toEnd = async (length) => {
    let before = -1;
    while (last() !== length || scrollY !== before) {
      before = scrollY;
      scrollTo(0, document.documentElement.scrollHeight);
      await frames(2);
    }
  };

  /** Milliseconds that taps took which each add 20 cards to `length`: until the frame
      with them stands, and until the second frame after that tap begins. */
  probe.append = async (length, times) => {
    const taps = [];
    for (; times > 0; times--, length += 20) {
      await toEnd(length);
      await frame();
      const start = performance.now();
      place(".feed-more").click();
      await made();
      while (last() !== length + 20) {
        await frame();
        await made();
      }
      const stands = performance.now() - start;
      await frames(2);
      taps.push([stands, performance.now() - start]);
    }
    return taps;
  };

  /** Goes to the middle of the list. */
  probe.toMiddle = async () => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    await frames(10);
    return 0;
  };

  /** Milliseconds of each of `steps` frames, with 400 px scrolled in each; at an end of
      the list back. */
  probe.scroll = async (steps) => {
    const most = document.documentElement.scrollHeight - innerHeight;
    const times = [];
    let way = 400;
    let before = await frame();
    for (; steps > 0; steps--) {
      if (scrollY + way > most || scrollY + way < 0) way = -way;
      scrollBy(0, way);
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  };

  /** Every node of the page, texts and comments too. */
  probe.nodes = () => {
    const walker = document.createTreeWalker(document);
    let nodes = 1;
    while (walker.nextNode()) nodes++;
    return nodes;
  };

  /** Counts the bytes of JavaScript and the document, into `counted` once it is done:
      browsers count when they collect. */
  probe.count = async () => {
    delete probe.counted;
    // What has just gone is still kept for the frame on the screen.
    await frames(10);
    performance.measureUserAgentSpecificMemory().then(({ bytes }) => (probe.counted = bytes));
    return 0;
  };
  probe.whenCounted = async () => {
    while (probe.counted === undefined) await frame();
    return probe.counted;
  };
}
