from django.urls import path

from hafen.web.portal.views import (
    about,
    abroad,
    embed,
    engines,
    find,
    guide,
    offers,
    root,
    start,
)

installation = [
    path("", root.front_door, name="front_door"),
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.sitemaps, name="sitemaps"),
    path("tiles/<int:zoom>/<int:x>/<int:y>.png", offers.tile, name="tile"),
    path("<slug:municipality>/embed.js", embed.embed_script, name="embed_script"),
    path("<slug:municipality>/offline.js", abroad.worker, name="worker"),
    path("<slug:municipality>/", root.town_door, name="town_door"),
    path("<slug:municipality>/sitemap.xml", engines.sitemap, name="sitemap"),
    path(
        "<slug:municipality>/sitemap-<int:number>.xml",
        engines.sitemap_part,
        name="sitemap_part",
    ),
]
public = [
    path("", start.start, name="start"),
    path("offers/", offers.offers, name="offers"),
    path("offers/map.json", offers.offers_map, name="offers_map"),
    path("offers/<slug:address>/", offers.offer, name="offer"),
    path("offers/<slug:address>/print/", offers.offer_print, name="offer_print"),
    path("offers/<slug:address>/qr.svg", offers.offer_qr, name="offer_qr"),
    path("app.webmanifest", abroad.manifest, name="manifest"),
    path("embed/", embed.embed, name="embed"),
    path("embed/<slug:name>.json", embed.embed_feed, name="embed_feed"),
    path("embed/<slug:name>/", embed.embed_frame, name="embed_frame"),
    path("offline/", abroad.offline, name="offline"),
    path("guide/", guide.guide, name="guide"),
    path("guide/guide.pdf", guide.guide_pdf, name="guide_pdf"),
    path("guide/sites/<slug:path>.pdf", guide.site_pdf, name="site_pdf"),
    path("search/", find.search, name="search"),
    path("search/suggest/", find.suggest, name="suggest"),
    path("take-part/", start.take_part, name="take_part"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/imprint/", about.imprint, name="imprint"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/easy/", about.easy, name="easy"),
    path("about/sign-language/", about.signed, name="signed"),
]
