// Times in China: absolute as a page is rendered, and relative to now in a list.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// "2026-11-18T09:12:00+08:00" as "2026-11-18 09:12": the contract's times are China time.
export const displayTime = (time) => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

// "2026-11-21" as "2026年11月21日".
export const displayDay = (date) => {
  const [year, month, day] = date.slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${day}日`;
};

// A time as a list shows it at `now`, in milliseconds since 1970; absolute for a time to come.
export function relativeTime(time, now) {
  const age = Math.floor(now / 1000) - Date.parse(time) / 1000;
  if (age < 0) return displayTime(time);
  if (age < 60) return "刚刚";
  if (age < 3_600) return `${Math.floor(age / 60)}分钟前`;
  const today = new Date(now + 8 * HOUR).toISOString().slice(0, 10);
  const day = time.slice(0, 10);
  const daysAgo = (Date.parse(today) - Date.parse(day)) / DAY;
  const clock = time.slice(11, 16);
  if (daysAgo === 0) return `今天 ${clock}`;
  if (daysAgo === 1) return `昨天 ${clock}`;
  if (day.slice(0, 4) !== today.slice(0, 4)) return displayTime(time);
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 ${clock}`;
}

// Calls `changed` with the current time: now, and when the reader comes back to the page.
export function observeNow(changed) {
  const report = () => document.hidden || changed(Date.now());
  report();
  document.addEventListener("visibilitychange", report);
  addEventListener("pageshow", report);
  return () => {
    document.removeEventListener("visibilitychange", report);
    removeEventListener("pageshow", report);
  };
}
