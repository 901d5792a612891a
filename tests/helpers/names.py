"""Names in many scripts: those that the fonts in the box have, and those of the extra fonts."""

BASE = {
    "latin": "Þórður Ægisson-Łukasiewicz Çelik",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "cyrillic": "Наталья Іванівна Щербак",
    "greek": "Γιώργος Παπαδόπουλος",
    "arabic": "محمد عبد الرحمن العلي",
    "persian": "محمدرضا پژوهش‌گر",
    "somali": "Xaawo Cabdiraxmaan Dhuxulow",
    "kurdish": "Şêrko Îbrahîm Çûçanî",
    "sorani": "شێرکۆ ڕەحیم",
    "thai": "สมชาย ใจดี",
    "tamil": "தமிழ்ச்செல்வி முருகன்",
    "devanagari": "प्रियंका शर्मा",
}
EXTRA = {
    "chinese": "王伟明",
    "japanese": "田中さくら",
    "korean": "김민수",
    "hebrew": "שרה כהן",
    "amharic": "አበበ በቀለ",
    "georgian": "ნინო ბერიძე",
    "emoji": "Ilo 😀 kahvi ☕ peukku 👍",
}
NAMES = {**BASE, **EXTRA}
