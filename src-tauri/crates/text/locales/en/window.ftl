# The window.

window-title = Clawtray
