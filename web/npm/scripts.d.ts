/**
 * What our scripts find around them, for the type checker alone.
 *
 * `view.js` and `gaps.js` stand behind `cards.js` in one module (exporters/html.py, web/assets.py), so its names are
 * theirs too.
 */

declare const copyText: typeof import("../../exporters/assets/cards.js").copyText;
declare const sentencesOf: typeof import("../../exporters/assets/cards.js").sentencesOf;
declare const manageCards: typeof import("../../exporters/assets/cards.js").manageCards;
declare function words(element: Element | null | undefined): string;
declare function targetOf(link: Element): string;
declare function isCard(element: Element | null): boolean;
