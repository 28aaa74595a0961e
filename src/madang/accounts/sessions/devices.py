"""What a signed-in device is called, so that its owner knows it again."""

# The more particular words come first: most browsers name several others.
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
_BROWSERS = {
    "KAKAOTALK": "KakaoTalk",
    "NAVER": "NAVER",
    "Whale": "Whale",
    "SamsungBrowser": "Samsung Internet",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def device_of(user_agent: str) -> str:
    """Return a device's system and browser, such as "iPhone · Safari"; versions are left out."""
    found = [
        next((name for word, name in names.items() if word in user_agent), "")
        for names in (_SYSTEMS, _BROWSERS)
    ]
    return " · ".join(name for name in found if name)
