/**
 * The live part of an equigraph page: the picture, the table that drives it, the cards, search and filters.
 *
 * The page is complete without this file; everything here only moves, lifts, hides and copies what already stands
 * in it. Text enters the page through `textContent` alone. Nothing is global: `start` is given the document and the
 * vis-network library, every other function gets what it needs.
 *
 * @typedef {{width: number, height: number, nodes: {id: string, x: number, y: number}[],
 *   edges: {id: string, from: string, to: string}[], options: any, boxes: Record<string, [number, number]>,
 *   facets: {known: Record<string, string[]>, lines: Record<string, (number | number[])[]>}}} PictureData `boxes` are width and
 *   height
 * @typedef {{path: Path2D | null, text: string, x: number, y: number, fill: string, stroke: string, width: number,
 *   dash: number[], alpha: number, weight: string, font: string, align: CanvasTextAlign, isLine: boolean, d: string}} Mark
 * @typedef {{highlight: (lines: Set<string> | null, box?: string) => void, show: (lines: Set<string> | null) => void,
 *   at: (event: MouseEvent) => string, place: (id: string) => {x: number, y: number} | null, element: HTMLElement,
 *   zoom: (event: WheelEvent) => number, reset: () => void, look: () => Look, scale: () => number,
 *   spot: (x: number, y: number) => {x: number, y: number}}} Picture `spot` is where a point stands on the screen
 * @typedef {{scale: number, position: {x: number, y: number}}} Look how near, and what is in the middle
 * @typedef {{signal?: AbortSignal, look?: Look}} Life `signal` ends it, `look` is how the picture was seen before
 */

const DIMMED = 0.12;
const NEAR_PX = 7;
const SAMPLES = 48;
const MARGIN = 300; // drawn around what is in sight, so that little moves of the page need no new drawing
const MOST_ZOOM = 4;
const ZOOM_PER_PX = 0.002; // of the wheel

/**
 * Return the points of a cubic curve, for measuring how near the pointer is.
 *
 * @param {number[]} path x1 y1 c1x c1y c2x c2y x2 y2
 * @returns {[number, number][]}
 */
export function samplePath(path) {
  const [x1, y1, ax, ay, bx, by, x2, y2] = path;
  return Array.from({ length: SAMPLES + 1 }, (_, step) => {
    const t = step / SAMPLES;
    const u = 1 - t;
    const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return [p * x1 + q * ax + r * bx + s * x2, p * y1 + q * ay + r * by + s * y2];
  });
}

/**
 * Return the distance of a point from a chain of points.
 *
 * @param {[number, number][]} points
 * @param {number} x
 * @param {number} y
 */
export function distanceTo(points, x, y) {
  let best = Infinity;
  for (let index = 1; index < points.length; index += 1) {
    const [ax, ay] = points[index - 1];
    const [bx, by] = points[index];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return best;
}

/**
 * Read the still figure: the marks of each box, of each line, and of all else.
 *
 * @param {Element} figure
 */
function readFigure(figure) {
  const looks = new Map();
  /** @param {string} name */
  const parts = (name) =>
    new Map([...figure.querySelectorAll(`[${name}]`)].map((part) => [part.getAttribute(name) ?? "", readMarks(part, looks)]));
  const rest = [...figure.querySelectorAll("g")].filter((part) => !part.querySelector("g") && !part.closest("[data-id], [data-edge]"));
  return { boxes: parts("data-id"), lines: parts("data-edge"), rest: rest.flatMap((part) => readMarks(part, looks)) };
}

/**
 * Draw the picture into `element` with vis-network and return what can be done with it.
 *
 * @param {any} vis the vis-network library
 * @param {HTMLElement} element
 * @param {Element} figure the still figure, which gives every shape and colour
 * @param {PictureData} data
 * @param {Life} life
 * @returns {Picture}
 */
export function drawPicture(vis, element, figure, data, { signal, look: before } = {}) {
  let marks = readFigure(figure);
  const order = data.edges.map((edge) => edge.id);
  const paths = new Map(
    order.map((id) => {
      const line = marks.lines.get(id)?.find((mark) => mark.isLine);
      return [id, (line?.d.match(/-?[\d.]+/g) ?? []).map(Number)];
    }),
  );
  const samples = new Map(order.map((id) => [id, samplePath(paths.get(id) ?? [])]));
  const ends = new Map(data.edges.map((edge) => [edge.id, [edge.from, edge.to]]));
  const centres = new Map(data.nodes.map((node) => [node.id, node]));
  /** @type {Set<string> | null} */ let shown = null;
  /** @type {Set<string> | null} */ let lifted = null;
  /** @type {Set<string>} */ let strong = new Set();

  const isShown = (/** @type {string} */ id) => shown === null || shown.has(id);
  const isDimmed = (/** @type {string} */ id) => lifted !== null && !lifted.has(id);
  /** @param {string} id */
  const looks = (id) => {
    const line = marks.lines.get(id)?.find((mark) => mark.isLine);
    const opacity = isDimmed(id) ? DIMMED : lifted ? 1 : (line?.alpha ?? 1);
    const dashes = line?.dash.length ? line.dash : false;
    return { id, hidden: !isShown(id), width: line?.width, dashes, color: { color: line?.stroke, opacity, inherit: false } };
  };

  /** @param {{ctx: CanvasRenderingContext2D, id: string}} drawing */
  const ctxRenderer = ({ ctx, id }) => {
    const [width, height] = data.boxes[id] ?? [0, 0];
    return { drawNode: () => paint(ctx, marks.boxes.get(id) ?? [], strong.has(id)), nodeDimensions: { width, height } };
  };

  element.style.width = `${data.width}px`;
  element.style.height = `${data.height}px`;
  const pane = document.createElement("div"); // what is in sight, and a little more: all of it may be larger than a canvas can be
  pane.className = "pane";
  element.append(pane);
  /** @type {number[]} of the pane in the picture */ let [left, top, wide, high] = [0, 0, 0, 0];
  /** Move the pane to what is in sight, and say whether that was needed. */
  const aim = () => {
    const [frame, box] = [element.getBoundingClientRect(), (element.parentElement ?? element).getBoundingClientRect()];
    const [x1, x2] = [Math.max(0, box.left - frame.left), Math.min(data.width, box.right - frame.left)];
    const [y1, y2] = [Math.max(0, -frame.top), Math.min(data.height, innerHeight - frame.top)];
    const size = [Math.min(data.width, box.width + 2 * MARGIN), Math.min(data.height, innerHeight + 2 * MARGIN)];
    const isThere = x1 >= left && x2 <= left + wide && y1 >= top && y2 <= top + high;
    if (wide && (y2 <= y1 || (isThere && size[0] <= wide && size[1] <= high))) return false;
    [wide, high] = size;
    left = Math.max(0, Math.min(data.width - wide, x1 - MARGIN));
    top = Math.max(0, Math.min(data.height - high, y1 - MARGIN));
    Object.assign(pane.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${high}px` });
    return true;
  };
  aim();
  // Each line has places of its own for its two ends, which are no things: they are made here and drawn by nobody.
  const anchors = [...paths].flatMap(([id, path]) => [
    { id: `${id}a`, x: path[0], y: path[1] },
    { id: `${id}b`, x: path[6], y: path[7] },
  ]);
  const edges = new vis.DataSet(data.edges.map((edge) => ({ ...edge, from: `${edge.id}a`, to: `${edge.id}b`, ...looks(edge.id) })));
  const options = { ...data.options, nodes: { ...data.options.nodes, ctxRenderer } };
  const network = new vis.Network(pane, { nodes: new vis.DataSet([...data.nodes, ...anchors]), edges }, options);
  pane.firstElementChild?.removeAttribute("tabindex");
  for (const [id, path] of paths) bend(network.body.edges[id], path);

  network.once("afterDrawing", () => document.documentElement.classList.add("drawn"));
  network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => {
    paint(ctx, marks.rest);
    for (const id of order) {
      if (!isShown(id)) continue;
      ctx.globalAlpha = isDimmed(id) ? DIMMED : 1;
      const all = marks.lines.get(id) ?? [];
      const line = all.find((mark) => mark.isLine);
      paint(ctx, all.filter((mark) => mark.d === "" || mark.d !== line?.d));
    }
    ctx.globalAlpha = 1;
  });
  let isFree = false; // to be dragged
  /** @param {number} scale @param {{x: number, y: number}} position */
  const look = (scale, position) => {
    if (isFree !== scale > 1) network.setOptions({ interaction: { dragView: (isFree = scale > 1) } });
    network.moveTo({ position, scale, animation: false });
    return scale;
  };
  const reset = () => look(1, { x: left + wide / 2, y: top + high / 2 });
  const seen = () => ({ scale: network.getScale(), position: network.getViewPosition() });
  const follow = () => {
    const [{ scale, position }, x, y] = [seen(), left + wide / 2, top + high / 2];
    if (!aim()) return;
    network.setSize("100%", "100%"); // which changes the scale: it is set again
    if (scale === 1) reset();
    else look(scale, { x: position.x + (left + wide / 2 - x) / scale, y: position.y + (top + high / 2 - y) / scale });
    network.redraw(); // at once: the pane has moved already
  };
  if (before && before.scale > 1) look(before.scale, before.position);
  else reset();
  let following = 0;
  const soon = () => {
    cancelAnimationFrame(following);
    following = requestAnimationFrame(follow);
  };
  for (const target of [window, element.parentElement ?? window]) target.addEventListener("scroll", soon, { signal, passive: true });
  window.addEventListener("resize", soon, { signal });
  /** @param {MouseEvent} event */
  const pointOf = (event) => {
    const edge = pane.getBoundingClientRect();
    return network.DOMtoCanvas({ x: event.clientX - edge.left, y: event.clientY - edge.top });
  };

  // Nothing is drawn while the picture is out of sight; it catches up when it comes back.
  let [inSight, stale] = [true, false];
  const repaint = () => {
    stale = !inSight;
    if (inSight) edges.update(order.map(looks));
  };
  const sight = new IntersectionObserver(([entry]) => {
    inSight = entry.isIntersecting;
    if (inSight && stale) repaint();
  });
  sight.observe(element);
  signal?.addEventListener("abort", () => {
    sight.disconnect();
    network.destroy();
  });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    const redraw = () => {
      marks = readFigure(figure);
      repaint();
    };
    window.matchMedia(query).addEventListener("change", redraw, { signal });
  }

  return {
    element,
    reset,
    look: seen,
    scale: () => network.getScale(),
    spot(x, y) {
      const [edge, point] = [pane.getBoundingClientRect(), network.canvasToDOM({ x, y })];
      return { x: edge.left + point.x, y: edge.top + point.y };
    },
    highlight(lines, box = "") {
      if (lines === lifted) return;
      lifted = lines;
      strong = new Set([box, ...[...(lines ?? [])].flatMap((id) => ends.get(id) ?? [])]);
      repaint();
    },
    show(lines) {
      if (lines === shown) return;
      shown = lines;
      repaint();
    },
    zoom(event) {
      const before = network.getScale();
      const scale = Math.min(MOST_ZOOM, before * Math.exp(-event.deltaY * ZOOM_PER_PX));
      if (scale <= 1) return reset();
      const [centre, point, share] = [network.getViewPosition(), pointOf(event), before / scale];
      return look(scale, { x: point.x + (centre.x - point.x) * share, y: point.y + (centre.y - point.y) * share });
    },
    at(event) {
      const { x, y } = pointOf(event);
      for (const [id, [width, height]] of Object.entries(data.boxes)) {
        const centre = centres.get(id);
        if (centre && Math.abs(x - centre.x) <= width / 2 && Math.abs(y - centre.y) <= height / 2) return id;
      }
      let [found, best] = ["", NEAR_PX];
      for (const id of order) {
        const distance = isShown(id) ? distanceTo(samples.get(id) ?? [], x, y) : Infinity;
        if (distance < best) [found, best] = [id, distance];
      }
      return found;
    },
    place(id) {
      const centre = centres.get(id);
      if (centre && id in data.boxes) return { x: centre.x, y: centre.y };
      const end = paths.get(id);
      return end ? { x: end[6], y: end[7] } : null;
    },
  };
}

/**
 * Give an edge of vis-network the control points of the drawing, where its own rule would bend it otherwise.
 *
 * @param {any} edge
 * @param {number[]} path
 */
function bend(edge, path) {
  const [, , ax, ay, bx, by] = path;
  if (typeof edge?.edgeType?.getViaNode !== "function") return;
  edge.edgeType.getViaNode = () => [{ x: ax, y: ay }, { x: bx, y: by }];
}

/**
 * Read the marks of a part of the still figure, so that the live picture draws the very same shapes.
 *
 * @param {Element} group
 * @param {Map<string, CSSStyleDeclaration>} looks computed styles by class, filled as they are met
 * @returns {Mark[]}
 */
export function readMarks(group, looks) {
  const marks = [];
  for (const part of group.querySelectorAll("rect, circle, path, text")) {
    const key = `${part.tagName} ${part.getAttribute("class")}`;
    const look = looks.get(key) ?? getComputedStyle(part);
    looks.set(key, look);
    const at = (/** @type {string} */ name) => Number(part.getAttribute(name) ?? 0);
    const common = {
      path: shapeOf(part, at),
      d: part.getAttribute("d") ?? "",
      isLine: part.classList.contains("l"),
      fill: look.fill,
      stroke: look.stroke,
      width: Number.parseFloat(look.strokeWidth),
      dash: look.strokeDasharray === "none" ? [] : look.strokeDasharray.split(",").map(Number.parseFloat),
      alpha: Number(look.strokeOpacity),
      weight: look.fontStyle === "italic" ? `italic ${look.fontWeight}` : look.fontWeight,
      font: `${look.fontSize} ${look.fontFamily}`,
      align: /** @type {CanvasTextAlign} */ (look.textAnchor === "middle" ? "center" : look.textAnchor),
    };
    const spans = part.querySelectorAll("tspan");
    for (const line of spans.length > 0 ? spans : [part]) {
      const [x, y] = [Number(line.getAttribute("x")), Number(line.getAttribute("y"))];
      marks.push({ ...common, text: common.path ? "" : (line.textContent ?? ""), x, y });
    }
  }
  return marks;
}

/**
 * @param {Element} part
 * @param {(name: string) => number} at
 */
function shapeOf(part, at) {
  if (part.tagName === "text") return null;
  if (part.tagName === "path") return new Path2D(part.getAttribute("d") ?? "");
  const path = new Path2D();
  if (part.tagName === "circle") path.arc(at("cx"), at("cy"), at("r"), 0, 2 * Math.PI);
  else path.roundRect(at("x"), at("y"), at("width"), at("height"), at("rx"));
  return path;
}

/**
 * Draw marks.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Mark[]} marks
 * @param {boolean} strong
 */
function paint(ctx, marks, strong = false) {
  const { globalAlpha } = ctx;
  for (const mark of marks) {
    if (mark.path) {
      if (mark.fill !== "none") {
        ctx.fillStyle = mark.fill;
        ctx.fill(mark.path);
      }
      if (mark.stroke === "none") continue;
      ctx.strokeStyle = mark.stroke;
      ctx.lineWidth = mark.width;
      ctx.setLineDash(mark.dash);
      ctx.lineCap = ctx.lineJoin = "round";
      ctx.globalAlpha = globalAlpha * mark.alpha;
      ctx.stroke(mark.path);
      ctx.setLineDash([]);
      ctx.globalAlpha = globalAlpha;
      continue;
    }
    ctx.font = `${strong ? "bold" : mark.weight} ${mark.font}`;
    ctx.textAlign = mark.align;
    ctx.textBaseline = "alphabetic";
    if (mark.stroke !== "none") {
      ctx.strokeStyle = mark.stroke;
      ctx.lineWidth = mark.width;
      ctx.strokeText(mark.text, mark.x, mark.y);
    }
    ctx.fillStyle = mark.fill;
    ctx.fillText(mark.text, mark.x, mark.y);
  }
}

/**
 * Let the arrow keys walk through the links of the table; Tab comes in at the last one used.
 *
 * @param {HTMLElement} outline
 * @param {(id: string) => void} onFocus called with the id of the line or thing, or "" when the focus has left
 */
export function walkOutline(outline, onFocus) {
  const links = /** @type {HTMLElement[]} */ ([...outline.querySelectorAll('tbody a, #listed a')]);
  const free = () => links.filter((link) => !link.closest("[hidden]"));
  const isHead = (/** @type {HTMLElement} */ link) => link.closest("tr.group, #listed") !== null;
  /** @param {HTMLElement | undefined} link */
  const settle = (link) => {
    for (const other of links) other.tabIndex = other === link ? 0 : -1;
    for (const row of outline.querySelectorAll("tr.current")) row.classList.remove("current");
    link?.closest("tr[data-line]")?.classList.add("current");
  };
  for (const link of links) link.tabIndex = -1;
  if (links[0]) links[0].tabIndex = 0;

  outline.addEventListener("keydown", (event) => {
    const here = /** @type {HTMLElement} */ (event.target);
    const open = free();
    const at = open.indexOf(here);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = {
      ArrowDown: () => open[at + 1],
      ArrowUp: () => open[at - 1],
      ArrowRight: () => open.find((link, index) => index > at && isHead(link)),
      ArrowLeft: () => open.findLast((link, index) => index < at && isHead(link)),
      Home: () => open[0],
      End: () => open.at(-1),
    };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    step()?.focus();
  });
  outline.addEventListener("focusin", (event) => {
    const link = /** @type {HTMLElement} */ (event.target);
    if (!links.includes(link)) return;
    settle(link);
    onFocus(targetOf(link));
  });
  outline.addEventListener("focusout", () => onFocus(""));
  return {
    /** Make sure that Tab finds a link that is still there. */
    refresh() {
      if (!free().some((link) => link.tabIndex === 0)) settle(free()[0]);
    },
    /** @param {string} id */
    mark(id) {
      settle(links.find((link) => targetOf(link) === id) ?? free()[0]);
    },
  };
}

/**
 * Filter the lines by words and by facets; every filter must fit.
 *
 * @param {HTMLFormElement} form
 * @param {PictureData["facets"]} facets for each line and filter the place of its value among those known, or all places
 * @param {(id: string) => string} textOf everything that can be searched about a line
 * @param {(lines: Set<string> | null) => void} onChange
 */
export function filterLines(form, facets, textOf, onChange) {
  const search = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const selects = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
  /** @type {Map<string, string>} */ const texts = new Map();
  const text = (/** @type {string} */ id) => {
    if (!texts.has(id)) texts.set(id, textOf(id).toLocaleLowerCase());
    return texts.get(id) ?? "";
  };
  const apply = () => {
    const terms = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value !== "");
    if (terms.length === 0 && chosen.length === 0) return onChange(null);
    const wanted = chosen.map((select) => {
      const key = select.dataset.facet ?? "";
      return [Object.keys(facets.known).indexOf(key), facets.known[key].indexOf(select.value)];
    });
    const fits = Object.keys(facets.lines).filter(
      (id) =>
        wanted.every(([facet, value]) => [facets.lines[id][facet]].flat().includes(value)) &&
        terms.every((term) => text(id).includes(term)),
    );
    return onChange(new Set(fits));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
}

/**
 * Hide the rows, headings and things that do not fit, and say how many are left.
 *
 * @param {HTMLElement} outline
 * @param {Set<string> | null} lines
 */
function showRows(outline, lines) {
  for (const body of outline.querySelectorAll("tbody")) {
    let left = 0;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll("tr[data-line]"))) {
      row.hidden = lines !== null && !lines.has(row.dataset.line ?? "");
      if (!row.hidden) left += 1;
    }
    body.hidden = left === 0;
  }
  const listed = outline.querySelector("#listed");
  if (listed instanceof HTMLElement) listed.hidden = lines !== null;
}

/**
 * Say what each part of the table is: a narrow screen lays its rows out as blocks, and some browsers forget it then.
 *
 * @param {HTMLElement} outline
 */
function nameParts(outline) {
  const roles = { table: "table", "thead, tbody": "rowgroup", tr: "row", "thead th": "columnheader", "tbody th": "rowheader", td: "cell" };
  for (const [parts, role] of Object.entries(roles)) {
    for (const part of outline.querySelectorAll(parts)) part.setAttribute("role", role);
  }
}

/**
 * Let the table come before the picture on a narrow screen, for the eye and for the Tab key alike.
 *
 * @param {HTMLElement} outline
 * @param {HTMLElement} picture
 * @param {AbortSignal} [signal]
 */
function orderParts(outline, picture, signal) {
  const narrow = window.matchMedia("screen and (max-width: 47.99rem)");
  const order = () => (narrow.matches ? picture.before(outline) : picture.after(outline));
  narrow.addEventListener("change", order, { signal });
  if (narrow.matches) order();
}

/**
 * Bring a page to life; of picture and table it may lack one.
 *
 * @param {Document} page
 * @param {any} vis the vis-network library
 * @param {Life} [life]
 */
export function start(page, vis, life = {}) {
  /** @param {string} id */
  const part = (id) => /** @type {HTMLElement} */ (page.getElementById(id));
  /** @type {PictureData} */ const data = JSON.parse(part("picture-data").textContent ?? "");
  const total = data.edges.length;
  const [outline, scroll, readout, status] = [part("outline"), part("scroll"), part("readout"), part("shown")];
  const ofThing = new Map(Object.keys(data.boxes).map((id) => [id, /** @type {Set<string>} */ (new Set())]));
  for (const { id, from, to } of data.edges) for (const end of [from, to]) ofThing.get(end)?.add(id);
  /** @param {string} id */
  const linesOf = (id) => {
    const lines = ofThing.get(id) ?? new Set([id]);
    ofThing.set(id, lines);
    return lines;
  };

  const still = page.querySelector(".still");
  const picture = !still ? null : drawPicture(vis, part("canvas"), still, data, life);

  const hint = words(readout);
  let opened = "";
  const label = (/** @type {string} */ id) => {
    const card = page.getElementById(id);
    return card ? ["h3", ".verdict"].map((one) => words(card.querySelector(one))).filter(Boolean).join(": ") : hint;
  };
  /** @param {string} id lift this line or thing, or what is open, or nothing */
  const lift = (id) => {
    const chosen = id || opened;
    picture?.highlight(chosen ? linesOf(chosen) : null, chosen);
    if (readout) readout.textContent = label(chosen);
  };

  if (outline) nameParts(outline);
  if (outline && part("picture")) orderParts(outline, part("picture"), life.signal);
  const walker = outline && walkOutline(outline, lift);
  const cards = manageCards(part("cards"), {
    signal: life.signal,
    dataset: words(part("dataset-citation")),
    home: () => scroll ?? outline ?? part("main"),
    linesOf: (id) => [...(ofThing.get(id) ?? [])],
    onOpen: (id) => {
      opened = id;
      walker?.mark(id);
      lift(id);
    },
    onClose: () => {
      opened = "";
      lift("");
    },
    onShow: picture ? (id) => {
      const place = picture.place(id);
      if (!place) return;
      if (window.matchMedia("(max-width: 79.99rem)").matches) cards.close();
      scroll.scrollLeft = place.x - scroll.clientWidth / 2;
      const top = picture.element.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: top + place.y - window.innerHeight / 2 });
      lift(id);
    } : undefined,
  });

  page.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    const id = link.getAttribute("href")?.slice(1) ?? "";
    if (isCard(page.getElementById(id))) {
      event.preventDefault();
      if (link.closest("#cards")) cards.open(id);
      else cards.openFrom(id);
    } else if (link.closest("#cards")) cards.close();
  }, life);

  if (picture) {
    let waiting = 0;
    picture.element.addEventListener("mousemove", (event) => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        const id = picture.at(event);
        picture.element.classList.toggle("pointing", id !== "");
        lift(id);
      });
    });
    picture.element.addEventListener("mouseleave", () => {
      cancelAnimationFrame(waiting);
      lift("");
    });
    picture.element.addEventListener("click", (event) => {
      const id = picture.at(event);
      if (id) cards.openFrom(id);
    });
    const unzoom = part("unzoom");
    unzoom.hidden = picture.scale() === 1;
    picture.element.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        unzoom.hidden = picture.zoom(event) === 1;
      },
      { passive: false },
    );
    unzoom.addEventListener("click", () => {
      picture.reset();
      unzoom.hidden = true;
      scroll.focus();
    });
  }

  const form = page.querySelector("form.controls");
  if (form instanceof HTMLFormElement) {
    const textOf = (/** @type {string} */ id) => {
      const row = page.querySelector(`tr[data-line="${id}"]`);
      const card = page.getElementById(id);
      const sources = [...(card?.querySelectorAll(".citation a") ?? [])].map((link) => words(page.getElementById(targetOf(link))));
      return [words(row), words(card), ...sources].join(" ");
    };
    const say = (/** @type {number} */ count) => (status.textContent = `${count} of ${total} lines shown`);
    filterLines(form, data.facets, textOf, (lines) => {
      showRows(outline, lines);
      picture?.show(lines);
      walker?.refresh();
      say(lines ? lines.size : total);
    });
  }

  const named = page.location.hash.slice(1); // ids are plain letters and digits: nothing to decode, and "#%" is no error
  if (named && isCard(page.getElementById(named))) cards.openFrom(named);
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("equigraph-live")));
  return { picture, cards, lift, data };
}
