/* Draws every figure.eco-chart with the vega bundle that the build puts beside this file; asks no other host.
   A figure that can't be drawn keeps its still picture. */
(() => {
  "use strict";

  const root = document.documentElement;
  const isDark = () => root.dataset.theme === "dark";
  const say = (figure, error) => console.error(`chart ${figure.id}: ${error && error.message ? error.message : error}`);

  /* As written by charts.py: six significant digits. */
  const position = (values) => values.map((value) => Number(value).toExponential(5)).join(" ");

  /* Colours that a page wrote out for the light page take their twin on the dark one. */
  function recoloured(part, twins) {
    if (Array.isArray(part)) return part.map((one) => recoloured(one, twins));
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(
        ([key, value]) => [key, key === "datasets" ? value : recoloured(value, twins)]));
    }
    return typeof part === "string" && Object.hasOwn(twins, part.toLowerCase()) ? twins[part.toLowerCase()] : part;
  }

  const ruler = document.createElement("canvas").getContext("2d");

  /* Break a long title so that it fits the width. */
  function wrapped(text, width, font) {
    ruler.font = font;
    const lines = [];
    for (const word of [].concat(text).join(" ").split(/\s+/)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && ruler.measureText(longer).width <= width - 16) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function fitted(spec, config, width) {
    const title = spec.title;
    const large = `${config.title.fontWeight} ${config.title.fontSize}px ${config.font}`;
    const small = `${config.title.subtitleFontSize}px ${config.font}`;
    if (typeof title === "string" || Array.isArray(title)) {
      spec.title = wrapped(title, width, large);
    } else if (title && title.text && !title.text.expr) {
      title.text = wrapped(title.text, width, large);
      if (title.subtitle && !title.subtitle.expr) {
        title.subtitle = wrapped(title.subtitle, width, small);
      }
    }
    config.legend = { ...config.legend, columns: Math.max(1, Math.floor(width / 170)), labelLimit: Math.min(260, width - 60) };
    config.axis = { ...config.axis, labelLimit: Math.min(220, Math.floor(width / 3)) };
    if (spec.width === "container") {
      spec.width = Math.max(120, width - 80);
      spec.autosize = { type: "pad" };
    }
    if (spec.hconcat && width < 560) {
      spec.vconcat = spec.hconcat;
      delete spec.hconcat;
    }
    if (spec.vconcat || spec.hconcat) {
      const beside = spec.hconcat ? spec.hconcat.length : 1;
      config.view = { ...config.view, continuousWidth: Math.max(120, Math.floor(width / beside) - 100) };
    }
    return { ...spec, config };
  }

  /* Make the drawing, axes and all, as wide as the text; labels may shift at the new width, hence twice. */
  async function spread(figure, view) {
    for (let pass = 0; pass < 2; pass += 1) {
      const over = Number(figure.querySelector(".eco-live svg").getAttribute("width")) - figure.clientWidth;
      if (Math.abs(over) < 1 || view.width() - over < 60) return;
      await view.width(view.width() - over).resize().runAsync();
    }
  }

  const sliders = (spec) => (spec.params || []).filter((one) => one.bind && one.bind !== "scales" && one.bind.input);

  function link(figure, view) {
    const anchor = figure.querySelector("a.eco-svg");
    if (!anchor || anchor.dataset.live) return;
    anchor.dataset.live = "true";
    /* The picture is made when it is asked for, so that it shows what the reader sees. */
    anchor.addEventListener("click", async (event) => {
      if (anchor.dataset.ready) { delete anchor.dataset.ready; return; }
      event.preventDefault();
      try {
        const svg = await figure.ecoView.toSVG();
        anchor.href = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      } catch (error) { say(figure, error); }
      anchor.dataset.ready = "true";
      anchor.click();
    });
  }

  function tie(figure, box, state, spec) {
    for (const [index, bound] of [...box.querySelectorAll(".vega-bind")].entries()) {
      const input = bound.querySelector("input, select");
      const name = bound.querySelector(".vega-bind-name");
      if (!input || !name) continue;
      input.id = `${figure.id}-slider-${index + 1}`;
      name.id = `${input.id}-name`;
      input.setAttribute("aria-labelledby", name.id);
      input.dataset.param = input.name || input.id;
    }
    const follow = () => {
      if (!state.captions) return;
      const key = position(state.captions.params.map((name) => figure.ecoView.signal(name)));
      const text = state.captions.texts[key];
      const place = figure.querySelector(".eco-caption");
      if (place && text !== undefined && place.textContent !== text) place.textContent = text;
    };
    for (const one of sliders(spec)) {
      figure.ecoView.addSignalListener(one.name, (_, value) => { state.kept[one.name] = value; follow(); });
    }
    follow();
  }

  async function draw(figure) {
    const state = figure.ecoState;
    const turn = ++state.turn;
    state.width = figure.clientWidth || 680;
    const config = structuredClone(isDark() ? state.dark : state.light);
    let spec = structuredClone(state.spec);
    if (isDark()) spec = recoloured(spec, state.twins);
    for (const one of sliders(spec)) if (one.name in state.kept) one.value = state.kept[one.name];
    let box = figure.querySelector(".eco-live");
    if (!box) {
      box = document.createElement("div");
      box.className = "eco-live";
      figure.insertBefore(box, figure.querySelector("figcaption"));
    }
    figure.dataset.drawn = "drawing";
    try {
      const made = await window.vegaEmbed(
        box, fitted(spec, config, state.width),
        { mode: "vega-lite", renderer: "svg", actions: false, tooltip: { theme: isDark() ? "dark" : "light" } });
      if (turn !== state.turn) { made.finalize(); return; }
      if (figure.ecoResult) figure.ecoResult.finalize();
      figure.ecoResult = made;
      figure.ecoView = made.view;
      if (state.spec.width === "container") await spread(figure, made.view);
      tie(figure, box, state, spec);
      const svg = box.querySelector("svg");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", figure.querySelector("img.eco-still").alt);
      svg.removeAttribute("aria-hidden");
      /* One picture with one text: its parts are not read out one by one. */
      for (const part of svg.children) part.setAttribute("aria-hidden", "true");
      link(figure);
      figure.dataset.drawn = "true";
    } catch (error) {
      box.remove();
      figure.dataset.drawn = "failed";
      say(figure, error);
    }
  }

  function start() {
    const figures = [...document.querySelectorAll("figure.eco-chart")];
    if (!figures.length) return;
    for (const figure of figures) {
      try {
        figure.ecoState = { ...JSON.parse(figure.querySelector("script.eco-spec").textContent), kept: {}, turn: 0 };
      } catch (error) { figure.dataset.drawn = "failed"; say(figure, error); continue; }
      draw(figure);
    }
    let theme = root.dataset.theme;
    new MutationObserver(() => {
      if (root.dataset.theme === theme) return;
      theme = root.dataset.theme;
      figures.filter((figure) => figure.ecoState).forEach(draw);
    }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    /* The window, the sidebar or a folded part may change how wide a figure is. */
    let late;
    const watch = new ResizeObserver(() => {
      clearTimeout(late);
      late = setTimeout(() => figures
        .filter((one) => one.ecoState && one.clientWidth && Math.abs(one.clientWidth - one.ecoState.width) > 1)
        .forEach(draw), 200);
    });
    figures.forEach((one) => watch.observe(one));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
