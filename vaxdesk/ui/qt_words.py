"""Qt's own texts in our words: its file dialogs and the menus of its fields speak no Vietnamese by themselves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from vaxdesk.words import say

_OURS = frozenset(
    (
        "QAbstractFileIconProvider",
        "QFileDialog",
        "QFileSystemModel",
        "QLineEdit",
        "QPlatformTheme",
        "QWidgetTextControl",
    )
)
_KEYS = {  # by Qt's text without the marks of its keys
    "Look in:": "look_in",
    "Directory:": "folder_name",
    "File name:": "file_name",
    "Files of type:": "file_type",
    "Open": "open",
    "Save": "save",
    "Choose": "choose",
    "Cancel": "cancel",
    "OK": "ok",
    "Yes": "yes",
    "No": "no",
    "Close": "close",
    "Back": "back",
    "Go back": "back",
    "Forward": "forward",
    "Go forward": "forward",
    "Parent Directory": "up",
    "Go to the parent directory": "up",
    "Create New Folder": "new_folder",
    "Create a New Folder": "new_folder",
    "New Folder": "new_folder",
    "List View": "as_list",
    "Change to list view mode": "as_list",
    "Detail View": "as_table",
    "Change to detail view mode": "as_table",
    "Sidebar": "places",
    "List of places and bookmarks": "places",
    "Computer": "computer",
    "My Computer": "computer",
    "Recent Places": "recent",
    "Name": "name",
    "Size": "size",
    "Type": "type",
    "Kind": "type",
    "Date Modified": "changed",
    "Folder": "folder",
    "File": "file",
    "File Folder": "folder",
    "Drive": "drive",
    "Show hidden files": "hidden",
    "Rename": "rename",
    "Delete": "delete",
    "Remove": "remove",
    "All Files (*)": "all_files",
    "Files": "files",
    "Directories": "folders",
    "%1 already exists.\nDo you want to replace it?": "exists",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "no_file",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": "no_folder",
    "Undo": "undo",
    "Redo": "redo",
    "Cut": "cut",
    "Copy": "copy",
    "Paste": "paste",
    "Select All": "select_all",
}


class QtWords(QTranslator):
    """Answers with the words of the language in use; what it does not know stays as Qt has it."""

    def isEmpty(self) -> bool:
        """Never: Qt asks only who is not empty."""
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Our words for a text of Qt's, None where there are none."""
        del disambiguation, n
        key = _KEYS.get(text.replace("&", "")) if context in _OURS else None
        return say(f"qt.{key}") if key else None


def install(app: QCoreApplication) -> QtWords:
    """Let Qt speak our words from now on; a second call changes nothing."""
    words = app.findChild(QtWords)
    if words is None:
        words = QtWords(app)
        app.installTranslator(words)
    return words
