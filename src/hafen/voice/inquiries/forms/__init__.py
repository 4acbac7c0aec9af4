from hafen.voice.inquiries.forms import desk, public

__all__ = ["desk", "public"]
