// Before the first paint: where the reader left the theme to the machine, ask it. Without script the page is light.
(() => {
  const root = document.documentElement;
  root.classList.add("k-js");
  if (root.dataset.theme !== "auto") return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  paint();
  dark.addEventListener("change", paint);
})();
