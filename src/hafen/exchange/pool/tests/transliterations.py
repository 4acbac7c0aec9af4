"""Names, and the ways in which offices and people write them with Latin letters.

Nobody real: given and family names that are common in a language, put together by
lot. A name is kept as its own script or scholars write it, and a scheme turns it
into what stands on paper:

* Arabic, Dari, Pashto: DIN 31635 is the form that is kept. Passports drop its marks
  (ICAO 9303) or follow English or French habits; offices here write German ones. In
  Dari and Pashto ḍ, ẓ and ḏ are a z, ṯ an s, and q and ġ are one sound.
* Ukrainian, Russian: ICAO 9303 (Ukraine's own rule of 2010), ISO 9, German (Duden),
  English (BGN/PCGN), French with -off; Ukrainian г also as g, as old papers have it.
* Tigrinya: Ethiopic letters, and Latin ones with English or Italian habits.
* Kurdish (Kurmanji), Turkish: Latin alphabets of their own, whose marks are dropped
  or whose letters are written as German, English or French ears hear them.

On top of it come habits: letters doubled or not, short vowels as one hears them, the
family name first, the article as al-, el-, l or none, `Abd al-` in one word or three,
two words of one name in one or two, apostrophes or none, capitals.
"""

import random
import re
from dataclasses import dataclass

# Given names, and below the line family names. In Arabic, Dari and Pashto `ŧ` ends
# what may end in -a, -ah, -at or -e.
TONGUES = {
    "ar": """
        Muḥammad Aḥmad Maḥmūd Ḫālid Ǧamāl Yūsuf ʿUmar ʿAlī Ḥusayn Ḥasan
        ʿAbd-ar-Raḥmān ʿAbd-Allāh ʿAbd-al-Karīm Nūr-ad-Dīn Rašīd Saʿīd Ṭāriq
        Ġassān Fayṣal ʿUṯmān Fāṭimaŧ Ḫadīǧaŧ ʿĀʾišaŧ Maryam Nūr Rīm Hudā Zaynab
        Šayma Amīnaŧ
        --
        al-Ḥusaynī al-Ḫaṭīb al-Aḥmad ad-Dīb aš-Šāmī al-Ḥamwī al-Qāsim aṣ-Ṣāliḥ
        al-Ǧāsim Ḥamdān Manṣūr Ḫalīl Darwīš Ḥaddād Naǧǧār Qāsimī Bakrī al-Masrī
        ʿAwad Ġānim Ḏiyāb Yāsīn Ḥalabī Sulaymān Šaʿbān Mūsā
    """,
    "prs": """
        Muḥammad-Riḍā Aḥmad-Šāh Ġulām-ʿAlī Ḥamīd-Allāh Naǧīb-Allāh ʿAbd-al-Qādir
        Mahdī Ramaḍān Nāẓim Ḥusayn ʿAlī-Riḍā Karīm Ḏākir Farīd Ẓāhir Bihrūz
        Ǧawād Šarīf Zahrā Sakīnaŧ Marżiyaŧ Laylā Šukūfaŧ Parwīn Nargis
        --
        Qāsimī Ḥaydarī Riḍāʾī Muḥammadī Ǧaʿfarī Ḥusaynī Nūrī Ġulāmī Ḫurāsānī
        Karīmī Šarīfī Raḥīmī Ṣādiqī Yūsufī Ḥakīmī Akbarī Ṣāliḥī Ġafūrī Qurbānī
        Hāšimī Mūsawī Rasūlī Aḥmadī Naẓarī Čirāġī
    """,
    "ps": """
        Ḫūšḥāl Zmaray Gul-Ḫān Ǧān-Muḥammad Spīn-Gul Šēr-Muḥammad Mīr-Wais
        Hidāyat-Allāh Raḥmat-Allāh Aǧmal Wazīr Palwašaŧ Malālay Spōžmay Naǧībaŧ
        Zarġūnaŧ Ṭūrpikay Wasīm
        --
        Yūsufzay Aḥmadzay Stānikzay Ḫōstī Wardak Momand Niyāzī Durrānī Ġilzay
        Ḫattak Afrīdī Nūristānī Ṣafī Kākaṛ Barakzay Šinwārī Popalzay Hōtak
    """,
    "ku": """
        Şêrko Xalid Dilşad Rojîn Jîyan Azad Berîvan Hêvî Zozan Cîhan Evîn Rûken
        Baran Şîlan Çiya Xezal Serhat Cemîl Reşo Newroz Mizgîn Aştî Xecê Hesen
        Dîyar
        --
        Bozan Şêxo Cemo Hesso Osê Xelîl Mistefa Bekir Xoce Zaxoyî Elo Qadir
        Reşîd Hacî Çeto Şukrî Xidir Cindo Birîndar Wanlî Temo Nebo
    """,
    "tr": """
        Mehmet Ahmet Ayşe Hatice Çiğdem Şükrü Gökçe İbrahim Yağmur Özgür Cengiz
        Murat Tuğba Zeynep Uğur Hacer Şebnem Ümit Halit Çetin Nurcan Erdoğan
        --
        Yılmaz Öztürk Çelik Şahin Koç Yıldız Kılıç Doğan Aydın Özdemir Arslan
        Çakır Güneş Karaca Yavuz Büyük Erdoğan Coşkun Keçeci Taşçı Ağaoğlu
    """,
    "uk": """
        Олександр Сергій Андрій Юрій Олег Ігор Григорій Євген Володимир Дмитро
        Михайло Наталія Оксана Юлія Ганна Ольга Тетяна Христина Людмила Ірина
        Галина Жанна
        --
        Шевченко Коваленко Бондаренко Кравчук Ткачук Гончаренко Жук Щербак
        Хоменко Цимбал Гриценко Зайченко Павлюк Чорний Юрченко Яковенко Харченко
        Вишневський Лисенко Гуцул
    """,
    "ru": """
        Александр Сергей Михаил Юрий Евгений Николай Дмитрий Алексей Игорь Зоя
        Хабиб Шамиль Ахмед Зухра Татьяна Екатерина Юлия Наталья Ксения Жанна
        Людмила
        --
        Иванов Петров Чернов Щукин Хасанов Жуков Цветков Юсупов Яковлев
        Магомедов Шевелев Ахмедов Захаров Кузнецов Галкин Левицкий Чайков
        Гаврилов Мусаев
    """,
    "ti": """
        Tesfay/ተስፋይ Birhane/ብርሃነ Kidane/ኪዳነ Mehari/መሓሪ Yohannes/ዮሃንስ Selam/ሰላም
        Alem/ኣለም Weldu/ወልዱ Tsegay/ጸጋይ Kibrom/ክብሮም Freweyni/ፍረወይኒ Senait/ሰናይት
        Abraham/ኣብርሃም Zeray/ዘርኣይ Tekle/ተኽለ Dawit/ዳዊት Samrawit/ሳምራዊት Hagos/ሓጎስ
        Girmay/ግርማይ Gebre-Mariam/ገብረ ማርያም Haile-Mikael/ሃይለ ሚካኤል
        Wolde-Gabriel/ወልደ ገብርኤል
        --
        Tesfamariam/ተስፋማርያም Gebremedhin/ገብረመድህን Habtom/ሃብቶም Tekeste/ተኸስተ
        Ghide/ግደ Okbay/ዑቅባይ Mengstu/መንግስቱ Kiflom/ክፍሎም Berhe/በርሀ Asfaha/ኣስፋሃ
        Woldemikael/ወልደሚካኤል Araya/ኣራያ Zemuy/ዘሙይ Fissehaye/ፍስሃየ Negash/ነጋሽ
        Kahsay/ካሕሳይ Tewelde/ተወልደ Weldegiorgis/ወልደጊዮርጊስ Petros/ጴጥሮስ
    """,
}
_TRIES = 20


@dataclass(frozen=True)
class Name:
    """A name as it is kept; `middle` is the father's, where there is one."""

    tongue: str
    given: str
    family: str
    middle: str = ""

    @property
    def words(self) -> list[str]:
        return [word for word in (self.given, self.middle, self.family) if word]


def people(count: int, *, seed: int) -> list[Name]:
    """Draw so many different names, every other one with the father's name in it."""
    rng, found = random.Random(seed), {}  # noqa: S311 - lots, no secrets
    while len(found) < count:
        tongue = rng.choice(list(TONGUES))
        given, family = (part.split() for part in _lists(tongue))
        middle = rng.choice(given) if rng.random() < 0.5 else ""
        found[Name(tongue, rng.choice(given), rng.choice(family), middle)] = None
    return list(found)


def _lists(tongue: str) -> tuple[str, str]:
    # What is two words in Ethiopic stays together while the list is split.
    given, family = TONGUES[tongue].split("--\n")
    glue = re.compile(r"(?<=[\u1200-\u137f]) (?=[\u1200-\u137f])")
    return glue.sub("_", given), glue.sub("_", family)


def _table(pairs: str) -> dict[str, tuple[str, ...]]:
    """Return what each letter may become: "ḫ kh|ch, š sh" names both."""
    rows = (pair.split(" ") for pair in pairs.split(", "))
    return {sign: tuple(ways.split("|")) for sign, ways in rows}


_PLAIN = "ā a, ī i, ū u, ō o, ē e, ŧ -, ʿ -, ʾ -, ḥ h, ṣ s, ṭ t, ż z, ṛ r, č ch, ž zh"
_BASE = _table(_PLAIN)
# By tongue and scheme: what letters become; of several ways one is drawn a name.
_SEMITIC = {
    "din": {},
    "passport": _table(
        "ḫ kh, ǧ j, š sh, ṯ th, ḏ dh, ġ gh, ḍ d, ẓ z, ŧ -|h, q q, w w, y y"
    ),
    "english": _table(
        "ḫ kh, ǧ j, š sh, ṯ th, ḏ dh|th, ġ gh, ḍ d|dh, ẓ z|dh, ŧ -|h, q q|k,"
        " ū u|oo|ou, ī i|ee, ā a|aa, u u|o, i i|e, a a|e"
    ),
    "french": _table(
        "ḫ kh, ǧ j|dj, š ch, ṯ th, ḏ dh|d, ġ gh, ḍ d|dh, ẓ z|d, q k, ū ou, u ou|o,"
        " ī i, w ou|w, ŧ -, a a|e"
    ),
    "german": _table(
        "ḫ ch, ǧ dsch, š sch, ṯ th, ḏ dh|d, ġ gh|g, ḍ d, ẓ z|s, q k, y j, w w, z s|z,"
        " ŧ -|h, č tsch, ž sch"
    ),
    "loose": _table(
        "ḫ kh|h, ǧ j|g, š sh, ṯ th|t|s, ḏ d|z, ġ gh|g, ḍ d, ẓ z, q q|k|g, ŧ -|h,"
        " u u|o, i i|e|y, ī i|ee|y, ū u|ou|o|oo, ā a"
    ),
}
_IRANIAN = _table("ḍ z, ẓ z, ḏ z, ṯ s, q q|gh, ġ gh|q, w w|v, u u|o, i i|e, ŧ -|h")
_CYRILLIC_PLAIN = _table(
    "а a, б b, в v, г g, ґ g, д d, е e, є ie, ё e, з z, и i, і i, ї i, к k, л l, м m,"
    " н n, о o, п p, р r, с s, т t, у u, ф f, ъ -, ь -"
)
_CYRILLIC = {
    "icao": _table("ж zh, й i, х kh, ц ts, ч ch, ш sh, щ shch, ы y, э e, ю iu, я ia"),
    "iso9": _table(
        "ж ž, й j, х h, ц c, ч č, ш š, щ ŝ|šč, ы y, э è, ю û, я â, ё ë, є ê, ї ï, і ì,"
        " ь ʹ|'"
    ),
    "german": _table(
        "в w, ж sch|sh, з s, й j|i, х ch, ц z, ч tsch, ш sch, щ schtsch, ы y, э e,"
        " ю ju, я ja, є je, ї ji"
    ),
    "english": _table(
        "ж zh, й y|i, х kh, ц ts, ч ch, ш sh, щ shch, ы y, э e, ю yu, я ya, є ye, ї yi,"
        " ь -|'"
    ),
    "french": _table(
        "ж j, й i|y, х kh, ц ts, ч tch, ш ch, щ chtch, ы y, э e, ю iou, я ia, у ou,"
        " є ie"
    ),
}
_HEARD = {
    "own": {},
    "bare": _table(
        "ş s, ç c, ğ g, ı i, ö o, ü u, ê e, î i, û u"
    ),
    "german": _table(
        "ş sch, ç tsch, c dsch, ğ g, ı i, ö oe|ö, ü ue|ü, ê e, î i, û u, x ch, w w|v,"
        " j sch|j, y j|y"
    ),
    "english": _table(
        "ş sh, ç ch, c j, ğ g|gh, ı i|y, ö o, ü u, ê e|ey, î i|ee, û u|oo, x kh, j zh|j"
    ),
    "french": _table(
        "ş ch, ç tch, c dj, ğ g, ı i, ö o|eu, ü u, ê e|é, î i, û ou, x kh, j j, u ou,"
        " w w|ou"
    ),
}  # fmt: skip
_GEEZ = {
    "english": _table("gh g|gh, ay ay|ai|aye, ts ts|s, w w, ss ss|s"),
    "italian": _table(
        "ge ghe, gi ghi, ke che, ki chi, ka ca, ko co, w u|w, y i, ts tz|z, wo uo"
    ),
    "loose": _table("e e|a, i i|e, ay ay|ai, hh h, ts ts, k k|q"),
}
_FINAL = {"tr": (r"t\b", "d")}


def spellings_of(name: Name, count: int, *, seed: int) -> list[str]:
    """Return so many ways to write a name, its own script among them."""
    rng = random.Random(f"{seed} {name}")  # noqa: S311 - lots, no secrets
    native = _native(name)
    found = {native.casefold(): native} if native else {}
    for _try in range(_TRIES * count):
        if len(found) == count:
            break
        written = _written(name, rng)
        found.setdefault(written.casefold(), written)
    return list(found.values())


def _native(name: Name) -> str:
    """Return the name in its own script, where that is not the Latin one."""
    if name.tongue in {"uk", "ru"}:
        return " ".join(name.words)
    if name.tongue == "ti":
        return " ".join(word.partition("/")[2] for word in name.words).replace("_", " ")
    if name.tongue in {"ar", "prs", "ps"}:
        return " ".join(map(_arabic, name.words))
    return ""


_LETTERS = dict(
    zip(
        "bptǧčḥḫdḏrzžsšṣḍṭẓʿġfqkglmnhwyvṯżṛ",
        "بپتجچحخدذرزژسشصضطظعغفقکگلمنهويوثضړ",
        strict=True,
    )
)


def _arabic(word: str) -> str:
    """Return a word of DIN 31635 in Arabic letters, without short vowels."""
    plain = _ARTICLE.sub("ال", word.casefold())
    plain = re.sub(r"(\w)\1", r"\1", plain).replace("ŧ", "ة")
    plain = re.sub(r"\b[aiu]|ā|\bʾ", "ا", plain).replace("ʾ", "ئ")
    plain = re.sub("[īē]", "ي", re.sub("[ūōo]", "و", plain))
    signs = (_LETTERS.get(sign, sign) for sign in re.sub(r"[aiue]", "", plain))
    return "".join(signs).replace("-", " ")


def _written(name: Name, rng: random.Random) -> str:
    """Return one way to write a name, by one scheme and the habits that are drawn."""
    scheme, tables = _scheme(name.tongue, rng)
    words = [
        _word(word.partition("/")[0], name.tongue, tables, rng) for word in name.words
    ]
    if scheme == "french" and name.tongue in {"uk", "ru"} and rng.random() < 0.5:
        words = [re.sub(r"([oe])v\b", r"\1ff", word) for word in words]
    if name.tongue in _FINAL and rng.random() < 0.3:
        words = [re.sub(*_FINAL[name.tongue], word) for word in words]
    order = rng.random()
    if order < 0.25:
        words = [words[-1], *words[:-1]]
    text = " ".join(words)
    text = _double(text, rng) if rng.random() < 0.25 else text
    return text.upper() if rng.random() < 0.1 else text.title()


def _scheme(
    tongue: str, rng: random.Random
) -> tuple[str, list[dict[str, tuple[str, ...]]]]:
    if tongue in {"ar", "prs", "ps"}:
        scheme = rng.choice(list(_SEMITIC))
        if scheme == "din":
            return scheme, []
        iranian = [_IRANIAN] if tongue != "ar" else []
        return scheme, [_BASE, _SEMITIC[scheme], *iranian]
    if tongue in {"uk", "ru"}:
        scheme = rng.choice(list(_CYRILLIC))
        own = [_table("г h, и y")] if tongue == "uk" and rng.random() < 0.6 else []
        return scheme, [_CYRILLIC_PLAIN, *own, _CYRILLIC[scheme]]
    schemes = _GEEZ if tongue == "ti" else _HEARD
    scheme = rng.choice(list(schemes))
    return scheme, [schemes[scheme]]


def _word(
    word: str, tongue: str, tables: list[dict[str, tuple[str, ...]]], rng: random.Random
) -> str:
    """Return a word by tables, of which later ones go before; drawn ways hold in it."""
    plain = word.casefold().replace("i̇", "i")
    if tongue in {"ar", "prs", "ps"}:
        plain = _joined(plain, rng) if tables else plain.replace("ʿabd-", "ʿabd ")
    elif "-" in plain:
        plain = plain.replace("-", rng.choice(("-", " ", "")))
    table = {sign: ways for each in tables for sign, ways in each.items()}
    chosen = {sign: rng.choice(ways).strip("-") for sign, ways in table.items()}
    signs = sorted(chosen, key=len, reverse=True)
    if not signs:
        return plain.replace("ŧ", "")
    found = re.sub("|".join(map(re.escape, signs)), lambda sign: chosen[sign[0]], plain)
    found = re.sub(r"^e", "a", found) if plain[0] == "a" or plain[:2] == "ʿa" else found
    return found if rng.random() < 0.5 else _aired(plain, found, rng)


def _aired(plain: str, found: str, rng: random.Random) -> str:
    """Return a word with the sign that some write where a throat sound stands."""
    sign = rng.choice(("'", "’", "`"))
    if "ʿ" in plain[1:] and "ʿ" not in found:
        return re.sub(r"(?<=[aeiou])(?=[aeiou])", sign, found, count=1)
    return found


_SUN = "tṯdḏrzsšṣḍṭẓn"
_ARTICLE = re.compile(r"(?:^|(?<=-))a[lšṣḍṭẓṯḏrdnsz]-")


def _joined(word: str, rng: random.Random) -> str:
    """Return a word with its articles and its parts as one habit writes them."""
    found = _ARTICLE.search(word)
    if word.startswith("ʿabd-"):
        return _servant(_ARTICLE.sub("", word.removeprefix("ʿabd-")), rng)
    if found and found.start() == 0:
        way = rng.choice(("al-", "al ", "el-", "el ", "al", "", found[0]))
        return way + word[found.end() :]
    if found:  # Nūr ad-Dīn
        head, tail = word[: found.start()].rstrip("-"), word[found.end() :]
        ways = (" al-", f"u{tail[0]}", " el-", f"e{tail[0]}", "al")
        return head + rng.choice(ways) + tail
    ways = ("ullah", "ollah", " ullah", "ullāh")
    word = word.replace("-allāh", rng.choice(ways))
    return word.replace("-", rng.choice(("-", " ", "")))


def _servant(whose: str, rng: random.Random) -> str:
    """Return a name that begins with ʿAbd, in one word or in more."""
    if whose.startswith("allāh"):
        return rng.choice(("ʿabdallah", "ʿabdullah", "ʿabd allah", "ʿabdollah"))
    joined = f"ʿabdu{whose[0]}" if whose[0] in _SUN else "ʿabdol"
    ways = ("ʿabdul ", "ʿabdul", "ʿabd al-", "ʿabdel ", "ʿabdel-", joined)
    return rng.choice(ways) + whose


def _double(text: str, rng: random.Random) -> str:
    """Return a text with doubled letters single, or an s or m doubled."""
    if re.search(r"([bdfklmnrst])\1", text):
        return re.sub(r"([bdfklmnrst])\1", r"\1", text)
    return re.sub(
        rf"(?<=[aeiou])({rng.choice('smnl')})(?=[aeiou])", r"\1\1", text, count=1
    )
