"use strict";
// The page's own script: reads the JSON block, draws it with Leaflet, writes every text as text.
// It never uses innerHTML, and it gives Leaflet only elements and constants of its own.
(() => {
  const data = JSON.parse(document.getElementById("warmap-data").textContent);
  const map = window.map_warmap;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 719px)");
  const byId = (id) => document.getElementById(id);

  const ROLE = {
    literal: "the place itself",
    government: "its government",
    associative: "a name that borrows the place's",
  };
  const UNSURE = 0.6; // below this the page says that a mention is undecided

  // ---- elements and text ------------------------------------------------------------------

  // Marks that change the direction of text, and control characters: shown, never obeyed.
  const CONTROL = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

  function textNodes(value) {
    return value.split(CONTROL).filter(Boolean).map((piece) => {
      if (!CONTROL.test(piece)) return document.createTextNode(piece);
      const code = piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      const mark = document.createElement("span");
      mark.className = "control";
      mark.title = "a control character in the text";
      mark.textContent = `U+${code}`;
      return mark;
    });
  }

  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    for (const child of children.flat()) {
      if (typeof child === "string") node.append(...textNodes(child));
      else if (child) node.append(child);
    }
    return node;
  }

  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const clean = (value) => value.replace(new RegExp(CONTROL.source, "g"), "\ufffd");

  // ---- shapes -----------------------------------------------------------------------------

  // A ring is a flat list of steps in longitude and latitude; the first step starts at 0, 0.
  function ringPoints(steps, scale) {
    const points = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      points.push([lat / scale, lon / scale]);
    }
    return points;
  }

  const polygon = (shape, options) => L.polygon(
    shape.parts.map((rings) => rings.map((ring) => ringPoints(ring, shape.scale))), options);

  // A river's shape has one line in each part.
  const line = (shape, options) => L.polyline(
    shape.parts.map(([steps]) => ringPoints(steps, shape.scale)), options);

  ["countries", "units", "areas", "waters", "circles"].forEach((name, order) => {
    map.createPane(name).style.zIndex = String(210 + 10 * order);
  });
  const unitShapes = new Map(data.units.map((unit) => [unit.id, unit]));

  function drawBackground() {
    for (const country of data.countries) {
      polygon(country.shape, { className: "country", pane: "countries", interactive: false })
        .addTo(map);
    }
    for (const unit of data.units) {
      const layer = polygon(unit.shape, { className: "unit", pane: "units", interactive: false });
      layer.addTo(map);
      layer.getElement().setAttribute("data-unit", unit.id);
      if (!data.places.some((place) => place.shape === unit.id)) {
        addLabel(layer.getCenter(), unit.name, "unit-label", 0);
      }
    }
  }

  // ---- places on the map ------------------------------------------------------------------

  const marks = []; // for each place the element that opens it on the map
  const rolesOf = (place) => new Set(place.mentions.map((number) => data.mentions[number].role));

  function formOf(place) {
    const roles = rolesOf(place);
    if (!roles.size || roles.has("literal")) return "literal";
    return roles.has("government") ? "government" : "associative";
  }

  function summary(place) {
    const said = place.mentions.length ? plural(place.mentions.length, "mention") : "added by hand";
    return [clean(place.name), place.kind, clean(place.where), said].filter(Boolean).join(", ");
  }

  function makeOpener(node, number) {
    const place = data.places[number];
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", summary(place));
    node.dataset.place = place.key;
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        openPlace(number, { from: node });
      }
    });
    node.addEventListener("mouseenter", () => hover(number, true));
    node.addEventListener("mouseleave", () => hover(number, false));
    marks[number] = node;
  }

  const isWater = (place) => Boolean(place.shape) && ["sea", "river"].includes(place.kind);

  function paneOf(place) {
    if (isWater(place)) return "waters"; // above regions, so that a river in one can be clicked
    return place.kind === "country" ? "units" : "areas";
  }

  function drawArea(place, number) {
    const shape = typeof place.shape === "string" ? unitShapes.get(place.shape).shape : place.shape;
    const weight = Math.min(4, 1 + Math.floor(place.mentions.length / 2));
    const draw = shape.line ? line : polygon;
    const pane = paneOf(place);
    const water = `${isWater(place) ? " water" : ""}${shape.line ? " line" : ""}`;
    const layer = draw(shape, {
      className: `area ${place.kind} ${formOf(place)} weight-${weight}${water}`, pane,
    });
    // A sea or river is long: its card opens where it was clicked, not at its far label.
    const open = (event) => openPlace(number, { at: isWater(place) ? event.latlng : null });
    layer.on("click", open).addTo(map);
    makeOpener(layer.getElement(), number);
    if (shape.line) drawReach(shape, number, open, pane);
    addLabel([place.lat, place.lon], place.name, `area-label ${place.kind}${water}`,
      (place.kind === "country" ? 1 : 50) + place.mentions.length);
  }

  // An unseen broad line under a river's thin one, so that a finger or mouse can meet it.
  function drawReach(shape, number, open, pane) {
    const layer = line(shape, { className: "reach", pane });
    layer.on("click", open).addTo(map).bringToBack();
    layer.on("mouseover", () => hover(number, true)).on("mouseout", () => hover(number, false));
  }

  function drawPoint(place, number) {
    const approximate = place.radius_km > 0;
    if (approximate) {
      L.circle([place.lat, place.lon], {
        radius: 1000 * place.radius_km, className: "radius", pane: "circles",
      }).on("click", () => openPlace(number, {})).addTo(map);
    }
    const size = Math.round(Math.min(34, 12 + 5 * Math.sqrt(place.mentions.length)));
    const dot = el("span", { class: "dot" });
    const icon = L.divIcon({
      className: `place ${place.kind} ${formOf(place)}${approximate ? " approximate" : ""}`,
      html: dot, iconSize: [size, size],
    });
    const marker = L.marker([place.lat, place.lon], { icon, riseOnHover: true, keyboard: false });
    marker.on("click", () => openPlace(number, {})).addTo(map);
    makeOpener(marker.getElement(), number);
    addLabel([place.lat, place.lon], approximate ? `${place.name} (about here)` : place.name,
      "place-label", 100 + place.mentions.length, size / 2 + 4);
  }

  // ---- labels: the most mentioned first; one that would cover another is left out ----------

  const labels = [];

  function addLabel(point, name, className, rank, beside) {
    const node = el("span", { dir: "auto" }, name);
    const icon = L.divIcon({ className: `label ${className}`, html: node, iconSize: [0, 0] });
    const marker = L.marker(point, { icon, interactive: false, keyboard: false }).addTo(map);
    marker.getElement().setAttribute("aria-hidden", "true");
    if (beside) node.style.left = `${beside}px`;
    labels.push({ node, rank });
  }

  const overlaps = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  function placeLabels() {
    const dots = [...document.querySelectorAll(".place .dot")];
    const taken = dots.map((dot) => dot.getBoundingClientRect());
    for (const { node, rank } of labels.slice().sort((a, b) => b.rank - a.rank)) {
      node.hidden = false;
      const box = node.getBoundingClientRect();
      // A town's own dot touches its label; any other dot under a label hides it.
      node.hidden = taken.some((other) => overlaps(box, other)) || (rank === 0 && map.getZoom() < 6);
      if (!node.hidden) taken.push(box);
    }
  }

  // ---- the card of a place: a popup, on small screens a sheet at the bottom -----------------

  function sureness(mention) {
    const share = `${Math.round(100 * mention.score)} %`;
    if (/place list/.test(mention.reason)) return "set by the place list";
    if (mention.score >= 0.9) return `sure (${share})`;
    return mention.score >= UNSURE ? `likely (${share})` : `undecided (${share})`;
  }

  function runNodes(number, current) {
    return data.sentences[number].map((run) => {
      if (typeof run === "string") return run;
      return el(run[0] === current ? "mark" : "span", {}, run[1]);
    });
  }

  function quote(number) {
    const mention = data.mentions[number];
    const held = mention.sentence >= 0;
    const link = data.paragraphs.length && held
      ? el("button", { type: "button", class: "to-text", onclick: () => showMention(number) },
        "Show in the article")
      : null;
    const rivals = mention.rivals.filter((rival) => rival.score >= 0.05);
    return el("li", {},
      held ? el("blockquote", { dir: "auto" }, runNodes(mention.sentence, number)) : null,
      el("p", { class: "why" },
        el("span", { class: `role ${mention.role}` }, ROLE[mention.role]),
        ` · ${sureness(mention)}`),
      el("p", { class: "why" }, `Why: ${mention.reason}.`),
      rivals.length ? el("p", { class: "why" }, "It may also be: ", rivals.map((rival) =>
        `${rival.name}, ${rival.kind}${rival.where ? ` in ${rival.where}` : ""} `
        + `(${Math.round(100 * rival.score)} %)`).join("; "), ".") : null,
      link);
  }

  function precisionText(place) {
    if (!place.radius_km) return "";
    return `Its own point is not known: this is the centre of its ${place.precision}; nine of ten `
      + `such places lie within ${Math.round(place.radius_km)} km of it.`;
  }

  function card(number) {
    const place = data.places[number];
    const facts = [place.kind, place.where].filter(Boolean).join(" in ");
    const more = [
      place.former.length ? `formerly ${place.former.join(", ")}` : "",
      place.population ? `${place.population.toLocaleString("en")} inhabitants (GeoNames)` : "",
      place.id,
    ].filter(Boolean).join(" · ");
    return el("div", { class: "card", tabindex: "-1" },
      el("h2", { dir: "auto" }, place.name, place.local
        ? el("span", { class: "local", dir: "auto" }, ` ${place.local}`) : null),
      el("p", {}, facts),
      place.radius_km ? el("p", { class: "approximate" }, precisionText(place)) : null,
      place.note ? el("p", { class: "why" }, place.note) : null,
      place.mentions.length ? el("h3", {}, plural(place.mentions.length, "mention")) : null,
      el("ul", { class: "quotes" }, place.mentions.map(quote)),
      el("p", { class: "more" }, more));
  }

  let opened = null; // { number, from, popup }

  function closeCard() {
    if (!opened) return;
    const { from, popup } = opened;
    opened = null;
    if (popup) map.closePopup(popup);
    byId("sheet").hidden = true;
    document.body.classList.remove("with-sheet");
    document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
    if (from) from.focus({ preventScroll: true });
  }

  function choose(number) {
    document.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
    for (const mention of data.places[number].mentions) {
      const node = byId(`m-${mention}`);
      if (node) node.classList.add("chosen");
    }
    if (marks[number]) marks[number].classList.add("chosen");
  }

  function openPlace(number, { from = null, mention = null, move = false, at = null }) {
    const place = data.places[number];
    if (opened) { opened.from = null; closeCard(); }
    if (move) bringIntoView(place);
    const content = card(number);
    let popup = null;
    if (narrow.matches) {
      const sheet = byId("sheet");
      const close = el("button", { type: "button", class: "close", onclick: closeCard }, "Close");
      sheet.replaceChildren(close, content);
      sheet.hidden = false;
      document.body.classList.add("with-sheet");
    } else {
      popup = L.popup({ maxWidth: 380, minWidth: 260, maxHeight: 340,
        autoPanPaddingTopLeft: [24, 52], autoPanPaddingBottomRight: [24, 24] })
        .setLatLng(at || [place.lat, place.lon]).setContent(content).openOn(map);
    }
    opened = { number, from, popup };
    choose(number);
    if (mention !== null) markQuote(content, place, mention);
    if (from) content.focus({ preventScroll: true });
    byId("live").textContent = summary(place);
    setAddress(mention === null ? `#p-${place.key}` : `#m-${mention}`);
  }

  function markQuote(content, place, mention) {
    const entry = content.querySelectorAll(".quotes > li")[place.mentions.indexOf(mention)];
    if (!entry) return;
    entry.classList.add("current");
    if (place.mentions.indexOf(mention) > 0) entry.scrollIntoView({ block: "nearest" });
  }

  function bringIntoView(place) {
    if (map.getBounds().pad(-0.1).contains([place.lat, place.lon])) return;
    map.setView([place.lat, place.lon], map.getZoom(), { animate: !calm });
  }

  map.on("popupclose", (event) => {
    if (opened && opened.popup === event.popup) closeCard();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeCard();
  });

  // ---- the article --------------------------------------------------------------------------

  function hover(number, on) {
    for (const mention of data.places[number].mentions) {
      const node = byId(`m-${mention}`);
      if (node) node.classList.toggle("hovered", on);
    }
    if (marks[number]) marks[number].classList.toggle("hovered", on);
  }

  function mentionNode([number, text]) {
    const mention = data.mentions[number];
    const attributes = { class: `m ${mention.role}`, id: `m-${number}` };
    if (mention.status === "dropped") return el("span", {}, text);
    if (mention.place < 0) {
      attributes.class += " unresolved";
      attributes.title = "not resolved";
      return el("span", attributes, text);
    }
    if (mention.score < UNSURE) attributes.class += " unsure";
    const place = data.places[mention.place];
    attributes.href = `#m-${number}`;
    attributes.title = `${clean(place.name)}: ${ROLE[mention.role]}`;
    attributes.onclick = (event) => {
      event.preventDefault();
      openPlace(mention.place, { from: event.currentTarget, mention: number, move: true });
    };
    const node = el("a", attributes, text);
    node.addEventListener("mouseenter", () => hover(mention.place, true));
    node.addEventListener("mouseleave", () => hover(mention.place, false));
    return node;
  }

  const sentenceNode = (number) => el("span", { class: "sentence", id: `s-${number}` },
    data.sentences[number].map((run) => (typeof run === "string" ? run : mentionNode(run))));

  function writeArticle() {
    const article = byId("article");
    if (data.paragraphs.length) {
      for (const sentences of data.paragraphs) {
        article.append(el("p", { dir: "auto" }, sentences.map(sentenceNode)));
      }
    } else {
      article.append(el("h2", {}, "Sentences that name the places"));
      data.sentences.forEach((_, number) =>
        article.append(el("blockquote", { dir: "auto" }, sentenceNode(number))));
    }
  }

  function showMention(number) {
    const node = byId(`m-${number}`);
    if (narrow.matches) closeCard();
    node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    node.focus({ preventScroll: true });
    setAddress(`#m-${number}`);
  }

  function writeHead() {
    const { title, source, date } = data.article;
    if (title) {
      byId("title").replaceChildren(...textNodes(title));
      document.title = clean(title);
    }
    byId("byline").append(...textNodes([source, date].filter(Boolean).join(", ")));
    const found = data.mentions.filter((m) => m.place >= 0 && m.sentence >= 0).length;
    byId("counts").textContent = data.places.length
      ? `${plural(data.places.length, "place")}, named ${found === 1 ? "once" : `${found} times`}`
      : "No places were found in this article.";
  }

  function writePlaces() {
    const order = data.places.map((_, number) => number)
      .sort((a, b) => data.places[b].mentions.length - data.places[a].mentions.length);
    for (const number of order) {
      const place = data.places[number];
      const open = (event) => openPlace(number, { from: event.currentTarget, move: true });
      const roles = [...rolesOf(place)].map((role) => ROLE[role]).join("; ");
      const about = [
        [place.kind, place.where].filter(Boolean).join(" in "),
        roles,
        place.radius_km ? `within ${Math.round(place.radius_km)} km` : "",
      ].filter(Boolean).join(" · ");
      byId("places").append(el("li", {},
        el("button", { type: "button", onclick: open, id: `p-${place.key}` },
          el("span", { class: `swatch ${isWater(place) ? "water" : place.kind} ${formOf(place)}`,
            "aria-hidden": "true" }),
          el("bdi", {}, place.name)),
        el("span", { class: "times" }, place.mentions.length ? `× ${place.mentions.length}` : "added"),
        el("span", { class: "about" }, about)));
    }
  }

  function writeUnresolved() {
    const open = data.mentions.map((mention, number) => ({ mention, number }))
      .filter(({ mention }) => mention.status === "unresolved");
    byId("undecided").hidden = !open.length;
    for (const { mention, number } of open) {
      const rivals = mention.rivals.map((rival) => `${rival.name}, ${rival.where}`).join("; ");
      byId("unresolved").append(el("li", {}, el("a", { href: `#m-${number}` }, mention.text),
        mention.reason ? ` – ${mention.reason}` : "", rivals ? `; perhaps ${rivals}` : ""));
    }
  }

  // ---- around the map -----------------------------------------------------------------------

  function control(position, node) {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
      return node;
    };
    made.addTo(map);
  }

  const wholeView = () => {
    const [west, south, east, north] = data.view;
    map.fitBounds([[south, west], [north, east]], {
      // Above the view stands the line that names what lies outside of it.
      paddingTopLeft: [16, 44], paddingBottomRight: [16, 24], animate: false });
  };

  function addLegend() {
    const entries = [
      ["dot literal", "town or village; larger: named more often"],
      ["dot government", "named for its government only"],
      ["dot associative", "only in a name, as “the Paris talks”"],
      ["radius", "somewhere in this circle (nine of ten)"],
      ["region", "region that the text names"],
      ["country", "country that the text names"],
      ["water", "sea, lake or river that the text names"],
    ];
    const rows = entries.map(([swatch, words]) =>
      el("li", {}, el("span", { class: `swatch ${swatch}` }), words));
    const text = el("li", {}, "in the text: ", el("span", { class: "m literal" }, "place"), " ",
      el("span", { class: "m government" }, "government"), " ",
      el("span", { class: "m associative" }, "in a name"), " ",
      el("span", { class: "m unsure" }, "undecided"));
    byId("legend").append(el("ul", {}, rows, text));
    byId("legend").open = !narrow.matches;
  }

  function addCredits() {
    const made = `Made with warmap ${data.version}, Leaflet and Folium`;
    const boundary = "Ukraine in its internationally recognised borders "
      + "(UN General Assembly resolutions 68/262 and ES-11/4)";
    control("bottomright", el("p", { class: "attribution" }, "© GeoNames (CC BY 4.0) · Natural Earth"));
    const origin = [data.article.title, data.article.source, data.article.date]
      .filter(Boolean).join(", ");
    byId("credits").append(
      ...[origin ? `Article: ${origin}` : "", ...data.credits, boundary, made]
        .filter(Boolean).map((line) => el("p", { dir: "auto" }, `${line}.`)));
  }

  function tellElsewhere() {
    const bounds = map.getBounds();
    const away = data.places.map((place, number) => ({ place, number }))
      .filter(({ place }) => !bounds.contains([place.lat, place.lon]));
    const node = byId("elsewhere");
    node.hidden = !away.length;
    node.replaceChildren("Outside this view: ", ...away.map(({ place, number }) =>
      el("button", { type: "button",
        onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
      el("bdi", {}, place.name))));
  }

  // ---- the address of the page: #p-dnipro, #m-17 -------------------------------------------

  function setAddress(fragment) {
    // Pages inside a notebook's frame have no address of their own.
    if (location.protocol !== "about:") history.replaceState(null, "", fragment);
  }

  function followAddress() {
    const fragment = decodeURIComponent(location.hash);
    const number = data.places.findIndex((place) => `#p-${place.key}` === fragment);
    const found = /^#m-(\d+)$/.exec(fragment);
    const mention = found && data.mentions[Number(found[1])];
    if (number >= 0) openPlace(number, { move: true });
    if (!mention) return;
    byId(`m-${found[1]}`)?.scrollIntoView({ block: "center" });
    if (mention.place >= 0) {
      openPlace(mention.place, { mention: Number(found[1]), move: true });
    }
  }

  // ---- all of it ----------------------------------------------------------------------------

  if (calm) {
    const pan = map.panBy.bind(map);
    map.panBy = (offset, options) => pan(offset, { ...options, animate: false });
  }
  addLegend();
  map.invalidateSize({ animate: false });
  const [west, south, east, north] = data.limits;
  map.setMaxBounds([[south, west], [north, east]]);
  if (narrow.matches) map.zoomControl.setPosition("topright");
  wholeView();
  drawBackground();
  data.places.forEach((place, number) =>
    (place.shape ? drawArea(place, number) : drawPoint(place, number)));
  writeHead();
  writeArticle();
  writePlaces();
  writeUnresolved();
  control("topleft", el("button", { type: "button", class: "whole", title: "Back to the first view",
    "aria-label": "Back to the first view", onclick: wholeView }, "⌂"));
  addCredits();
  L.control.scale({ imperial: false }).addTo(map);
  map.on("moveend zoomend resize", () => { placeLabels(); tellElsewhere(); });
  placeLabels();
  tellElsewhere();
  addEventListener("hashchange", followAddress);
  followAddress();
  document.documentElement.dataset.ready = "yes";
})();
