// Runs before anything is drawn: what needs script is shown only where there is script.
document.documentElement.classList.add("live");
