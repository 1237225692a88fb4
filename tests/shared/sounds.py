"""Sounds as phones record them, as small as they can be and still be known for what they are."""

MP3 = b"\xff\xfb\x90\x64" + b"\x00" * 413
TAGGED_MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x01" * 10 + MP3
OGG = b"OggS" + b"\x00" * 22 + b"\x01\x13" + b"OpusHead" + b"\x01" * 40
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00" + b"\x00" * 12 + b"hdlr" + b"\x00" * 8 + b"soun" + b"\x00" * 40
FILM = M4A + b"hdlr" + b"\x00" * 8 + b"vide"
OGG_FILM = OGG.replace(b"OpusHead", b"\x80theora\x00")
AAC = b"\xff\xf1\x50\x80" + b"\x00" * 60
