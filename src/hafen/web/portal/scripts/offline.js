// Keeps the public pages that somebody has seen, for when there is no network.
//
// Pages come from the network first. Only what is the same for everybody is kept:
// an answer that depends on a cookie, or forbids keeping, never is; the desk,
// accounts and forms are not even looked at.
const PAGES = "pages-1";
const FILES = "files-1";
const MOST_PAGES = 40;
const MOST_FILES = 80;
const root = new URL(self.registration.scope).pathname;
const PAGE = new RegExp(`^${root}([a-z]{2,3}(?:-[a-z]+)?)/`);
const PRIVATE = /\/(?:desk|account|feedback|inquiry|manage|register)\//;

const isKept = (answer) =>
  answer.ok &&
  answer.type === "basic" &&
  !answer.redirected &&
  !/cookie|\*/i.test(answer.headers.get("Vary") || "") &&
  !/no-store|private/i.test(answer.headers.get("Cache-Control") || "");

const keep = async (name, request, answer, most) => {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -most).map((key) => cache.delete(key)));
};

const offlinePage = (path) => {
  const language = PAGE.exec(path);
  return language ? `${root}${language[1]}/offline/` : null;
};

const keepOfflinePage = async (path) => {
  const address = offlinePage(path);
  const cache = await caches.open(PAGES);
  if (!address || (await cache.match(address))) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (isKept(answer)) await cache.put(address, answer);
};

const page = async (event, url) => {
  try {
    const answer = await fetch(event.request);
    if (isKept(answer)) {
      event.waitUntil(keep(PAGES, url.pathname, answer.clone(), MOST_PAGES));
      event.waitUntil(keepOfflinePage(url.pathname).catch(() => {}));
    }
    return answer;
  } catch (fault) {
    const cache = await caches.open(PAGES);
    const kept = (await cache.match(url.pathname)) || (await cache.match(offlinePage(url.pathname)));
    if (kept) return kept;
    throw fault;
  }
};

const file = async (event) => {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keep(FILES, event.request, answer.clone(), MOST_FILES));
  return answer;
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(event));
  } else if (request.mode === "navigate" && PAGE.test(url.pathname) && !url.search && !PRIVATE.test(url.pathname)) {
    event.respondWith(page(event, url));
  }
});
