// Comfort on public pages: suggestions while typing, and the map.
"use strict";

// Suggestions: the search works without them.
document.querySelectorAll("[data-suggest]").forEach((box) => {
  const input = box.querySelector("input[type=search]");
  const list = box.querySelector("[data-suggestions]");
  let timer = 0;
  let latest = "";

  const hide = () => { list.hidden = true; };
  const ask = async () => {
    const words = input.value.trim();
    latest = words;
    if (words.length < 2) return hide();
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`);
    if (!answer.ok || latest !== words) return;
    list.innerHTML = await answer.text();
    list.hidden = !list.querySelector("a");
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(hide), 150);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); input.focus(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (list.hidden || !next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) hide(); });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) hide();
  });
});

// The map is loaded when somebody opens it.
const load = (tag, attributes) => new Promise((done, failed) => {
  const part = Object.assign(document.createElement(tag), attributes);
  part.onload = done;
  part.onerror = failed;
  document.head.append(part);
});

const text = (name, value) => {
  const part = document.createElement(name);
  part.textContent = value;
  return part;
};

const draw = (part, data) => {
  const place = part.querySelector("[data-map-here]");
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", part.dataset.label);
  const map = L.map(place, { attributionControl: Boolean(part.dataset.tiles), zoomControl: false });
  L.control.zoom({ zoomInTitle: part.dataset.zoomIn, zoomOutTitle: part.dataset.zoomOut }).addTo(map);
  if (part.dataset.tiles) L.tileLayer(part.dataset.tiles, { attribution: part.dataset.tilesBy, maxZoom: 18 }).addTo(map);
  const all = L.featureGroup().addTo(map);
  data.districts.forEach((district) => {
    L.geoJSON(district.area, { className: "map__district", interactive: !data.points.length })
      .bindTooltip(text("span", district.name)).addTo(all);
  });
  data.points.forEach((point) => {
    const words = document.createElement("div");
    const link = text("a", point.name);
    link.href = point.address;
    words.append(link, document.createElement("br"), text("span", point.where));
    L.circleMarker(point.at, { className: "map__point", radius: 9, bubblingMouseEvents: false })
      .bindPopup(words).bindTooltip(text("span", point.name)).addTo(all);
  });
  if (all.getLayers().length) map.fitBounds(all.getBounds(), { padding: [16, 16] });
};

document.querySelectorAll("[data-map]").forEach((part) => {
  part.addEventListener("toggle", async () => {
    if (!part.open || part.dataset.drawn) return;
    part.dataset.drawn = "yes";
    const [answer] = await Promise.all([
      fetch(part.dataset.map),
      load("link", { rel: "stylesheet", href: part.dataset.leafletStyle }),
      load("script", { src: part.dataset.leaflet }),
    ]);
    draw(part, await answer.json());
  });
});
