"""Why a paper is not taken in, or not shown."""


class PaperNotOfItsKind(Exception):
    """The bytes do not begin as files of the kind it is said to be."""


class PaperSpoilt(Exception):
    """The file breaks off or contradicts itself: what is in it cannot be told apart, so nothing can be left out."""


class TooMuchUnnamed(Exception):
    """So much waits to be named by an entry that no more is taken in."""


class PaperUnknown(Exception):
    """There is no such paper here."""


class PaperDestroyed(Exception):
    """There was such a paper; it was destroyed on purpose."""


class PaperDiffers(Exception):
    """What is kept does not open, or is not what its hash says."""
