// Applies the stored theme before the first paint; without one the system's choice holds.
(() => {
  try {
    const stored = localStorage.getItem("theme");
    if (stored) document.documentElement.dataset.theme = stored;
  } catch { /* storage is unavailable on some local files */ }
  document.documentElement.classList.add("js");
})();
