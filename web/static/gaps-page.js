/** The gap map on a page of the explorer: the script of the exported page, which is complete without it. */

import { startGaps } from "./gaps.js";

try {
  startGaps(document);
} catch (error) {
  document.documentElement.classList.remove("reading");
  for (const part of document.querySelectorAll(".gaps .find")) part.setAttribute("hidden", "");
  throw error;
}
