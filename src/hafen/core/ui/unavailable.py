"""What a visitor reads while the database is down, in eight languages.

Catalogues are not used here: these sentences must show when nothing else does.
"""

from typing import NamedTuple


class Texts(NamedTuple):
    title: str
    sorry: str
    again: str
    urgent: str


TEXTS = {
    "de": Texts(
        "Die Seite ist gerade nicht erreichbar",
        "Das tut uns leid. Wir arbeiten daran.",
        "Bitte versuchen Sie es in ein paar Minuten noch einmal.",
        "In einem Notfall: Polizei 110, Feuerwehr und Rettungsdienst 112.",
    ),
    "en": Texts(
        "This page cannot be reached at the moment",
        "We are sorry. We are working on it.",
        "Please try again in a few minutes.",
        "In an emergency: police 110, fire and ambulance 112.",
    ),
    "ar": Texts(
        "لا يمكن الوصول إلى الصفحة حاليًا",
        "نعتذر عن ذلك. نحن نعمل على حل المشكلة.",
        "يرجى المحاولة مرة أخرى بعد بضع دقائق.",
        "في حالات الطوارئ: الشرطة 110، الإطفاء والإسعاف 112.",
    ),
    "fa": Texts(
        "این صفحه اکنون در دسترس نیست",
        "متأسفیم. در حال رفع مشکل هستیم.",
        "لطفاً چند دقیقه دیگر دوباره امتحان کنید.",
        "در موارد اضطراری: پلیس 110، آتش‌نشانی و اورژانس 112.",
    ),
    "uk": Texts(
        "Сторінка зараз недоступна",
        "Перепрошуємо. Ми вже працюємо над цим.",
        "Будь ласка, спробуйте ще раз за кілька хвилин.",
        "У надзвичайній ситуації: поліція 110, пожежна служба та швидка допомога 112.",
    ),
    "ru": Texts(
        "Страница сейчас недоступна",
        "Просим прощения. Мы уже работаем над этим.",
        "Пожалуйста, попробуйте ещё раз через несколько минут.",
        "В экстренном случае: полиция 110, пожарная служба и скорая помощь 112.",
    ),
    "tr": Texts(
        "Sayfaya şu anda ulaşılamıyor",
        "Özür dileriz. Sorun üzerinde çalışıyoruz.",
        "Lütfen birkaç dakika sonra tekrar deneyin.",
        "Acil durumda: polis 110, itfaiye ve ambulans 112.",
    ),
    "fr": Texts(
        "La page n’est pas accessible pour le moment",
        "Nous vous prions de nous excuser. Nous y travaillons.",
        "Veuillez réessayer dans quelques minutes.",
        "En cas d’urgence : police 110, pompiers et secours 112.",
    ),
}
