'use strict';
/* The page's text and pictures stand in the HTML; this script only moves them. It holds no data, so that one fixed hash
   in the content security policy admits it and nothing else. */
(() => {
  const byId = (id) => document.getElementById(id);
  const stage = byId('stage');
  const world = byId('world');
  const after = byId('after');
  const overlay = byId('overlay');
  const divider = byId('divider');
  const beforeTag = byId('before-tag');
  const afterTag = byId('after-tag');
  const scaleBar = byId('scale-bar');

  const photo = {
    width: Number(stage.dataset.widthPx),
    height: Number(stage.dataset.heightPx),
    mmPerPx: Number(stage.dataset.mmPerPx),  /* 0: unknown */
    focusX: Number(stage.dataset.focusXPx),
    focusY: Number(stage.dataset.focusYPx),
  };

  /* scale: CSS px per photo px. x, y: where the photo's corner lies in the stage, CSS px. shown: the divider's place,
     in percent of the visible part of the photo, so that it stays in sight at any zoom. */
  const view = { mode: 'fit', scale: 1, x: 0, y: 0, shown: 50 };
  const box = { left: 0, top: 0, width: 1, height: 1 };      /* the stage on the screen */
  const drawnAt = { x: 0, y: 0 };                            /* view.x, view.y on whole screen pixels */
  const visible = { left: 0, top: 0, width: 1, height: 1 };  /* the part of the stage that the photo covers */
  const kMostMagnified = 8;  /* screen pixels per photo pixel */

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const density = () => window.devicePixelRatio || 1;
  const fitScale = () => Math.min(box.width / photo.width, box.height / photo.height);
  const actualScale = () => 1 / density();
  const leastScale = () => Math.min(fitScale(), actualScale());
  const mostScale = () => Math.max(fitScale(), kMostMagnified / density());

  /* ---- drawing ---- */

  let drawn = true;
  function redraw() {
    if (!drawn) return;
    drawn = false;
    requestAnimationFrame(draw);
  }

  function measure() {
    const rect = stage.getBoundingClientRect();
    box.left = rect.left;
    box.top = rect.top;
    box.width = Math.max(1, rect.width);
    box.height = Math.max(1, rect.height);
  }

  /* A photo smaller than the stage is centred; a larger one covers it. */
  const place = (corner, room, size) => (size <= room ? (room - size) / 2 : clamp(corner, room - size, 0));

  /* Drawn corners fall on whole screen pixels: at 100 % anything else would blur the dots. */
  const snap = (corner, edge) => Math.round((edge + corner) * density()) / density() - edge;

  function draw() {
    drawn = true;
    measure();
    if (view.mode === 'fit') view.scale = fitScale();
    if (view.mode === 'actual') view.scale = actualScale();
    view.scale = clamp(view.scale, leastScale(), mostScale());
    const width = photo.width * view.scale;
    const height = photo.height * view.scale;
    view.x = place(view.x, box.width, width);
    view.y = place(view.y, box.height, height);
    drawnAt.x = snap(view.x, box.left);
    drawnAt.y = snap(view.y, box.top);
    world.style.width = photo.width + 'px';
    world.style.height = photo.height + 'px';
    world.style.transform = 'translate(' + drawnAt.x + 'px,' + drawnAt.y + 'px) scale(' + view.scale + ')';
    world.classList.toggle('coarse', view.scale * density() >= 3.99);
    stage.classList.toggle('movable', movable());
    stage.parentElement.classList.add('placed');

    visible.left = Math.max(0, drawnAt.x);
    visible.top = Math.max(0, drawnAt.y);
    visible.width = Math.min(box.width, drawnAt.x + width) - visible.left;
    visible.height = Math.min(box.height, drawnAt.y + height) - visible.top;
    overlay.style.left = visible.left + 'px';
    overlay.style.top = visible.top + 'px';
    overlay.style.width = visible.width + 'px';
    overlay.style.height = visible.height + 'px';

    drawDivider();
    drawScaleBar();
    drawHairline();
    byId('zoom-text').textContent = Math.round(view.scale * density() * 100) + ' %';
    byId('zoom-fit').setAttribute('aria-pressed', String(view.mode === 'fit'));
    byId('zoom-actual').setAttribute('aria-pressed', String(view.mode === 'actual'));
  }

  function drawDivider() {
    const across = visible.width * view.shown / 100;
    after.style.clipPath = 'inset(0 0 0 ' + (visible.left + across - drawnAt.x) / view.scale + 'px)';
    divider.style.left = across + 'px';
    const percent = Math.round(view.shown);
    divider.setAttribute('aria-valuenow', String(percent));
    divider.setAttribute('aria-valuetext', percent + ' % photo, ' + (100 - percent) + ' % simulated');
    /* "Simulated" stays as long as a single column of the preview is to be seen. */
    afterTag.hidden = view.shown >= 100;
    beforeTag.hidden = across < beforeTag.offsetWidth + 20 && view.shown < 100;
    byId('show-before').setAttribute('aria-pressed', String(view.shown >= 100));
    byId('show-both').setAttribute('aria-pressed', String(view.shown > 0 && view.shown < 100));
    byId('show-after').setAttribute('aria-pressed', String(view.shown <= 0));
  }

  /* 10 mm; a rounder length only where 10 mm would be too short to see or too long for the picture. */
  function drawScaleBar() {
    scaleBar.hidden = !(photo.mmPerPx > 0);
    if (scaleBar.hidden) return;
    const pxPerMm = view.scale / photo.mmPerPx;
    let mm = 10;
    while (mm < 1000 && mm * pxPerMm < 6) mm *= 5;
    while (mm > 0.02 && mm * pxPerMm > 0.7 * visible.width) mm /= 5;
    byId('scale-bar-line').style.width = mm * pxPerMm + 'px';
    byId('scale-bar-text').textContent = Number(mm.toPrecision(3)) + ' mm';
    scaleBar.setAttribute('aria-label', 'Scale bar: ' + Number(mm.toPrecision(3)) + ' mm');
  }

  /* ---- the hairline: handles that bend the plan's guide ---- */

  const kFarthest = 40;     /* mm that a control may ask for, either way */
  const kDragStep = 0.5;    /* mm */
  const kArrowStep = 1;     /* mm */
  const kArrowPage = 5;     /* mm */
  const kLeastAlong = 0.4;  /* cosine between an arrow and a handle's way, beyond which the arrow moves it */

  const layer = byId('hairline-layer');
  const treatmentBox = byId('hairline-treatment');
  const guide = layer.dataset.guide ? JSON.parse(layer.dataset.guide) : null;  /* none: nothing to edit */
  const planned = guide ? JSON.parse(treatmentBox.defaultValue).hairline.controls : [];

  /* What pulls the guide at a share of the way along it, mm: as pull_mm in src/design/hairline_edge.cpp. */
  function pull(controls, at) {
    let before = { at: -1, forward_mm: 0 };
    let behind = { at: 1, forward_mm: 0 };
    for (const control of controls) {
      if (control.at <= at) before = control;
      if (control.at > at) { behind = control; break; }
    }
    if (behind.at <= before.at) return before.forward_mm;
    const t = clamp((at - before.at) / (behind.at - before.at), 0, 1);
    return before.forward_mm + (behind.forward_mm - before.forward_mm) * t * t * (3 - 2 * t);
  }

  const mix = (a, b, t) => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];

  /* Photo px of the place some mm ahead of a point of the guide. */
  function ahead(point, mm) {
    const ways = guide.ways;
    let k = 1;
    while (k < ways.length - 1 && ways[k] < mm) ++k;
    return mix(point.ahead[k - 1], point.ahead[k], (mm - ways[k - 1]) / (ways[k] - ways[k - 1]));
  }

  function aheadAt(at, mm) {
    const points = guide.guide;
    let i = 1;
    while (i < points.length - 1 && points[i].at < at) ++i;
    const a = points[i - 1], b = points[i];
    return mix(ahead(a, mm), ahead(b, mm), clamp((at - a.at) / (b.at - a.at), 0, 1));
  }

  const handles = guide ? guide.handles.map((at) => {
    const own = planned.find((control) => control.at === at);
    /* A place without a control begins where the guide is pulled to by the others. */
    const from = own ? own.forward_mm : Math.round(10 * pull(planned, at)) / 10;
    return { at, from, mm: from, node: null };
  }) : [];
  const unseen = planned.filter((control) => !handles.some((handle) => handle.at === control.at));

  /* As planned while nothing is moved. Then every handle is a control: the others hold the line where it is. */
  function controls() {
    if (handles.every((handle) => handle.mm === handle.from)) return planned;
    return handles.map((handle) => ({ at: handle.at, forward_mm: handle.mm }))
        .concat(unseen).sort((a, b) => a.at - b.at);
  }

  const sideText = (at) => at === 0 ? 'in the middle' :
    Math.round(Math.abs(at) * 100) + ' % of the way to its ' + (at < 0 ? 'right' : 'left') + ' end';
  const mmText = (mm) => (mm > 0 ? '+' : mm < 0 ? '\u2212' : '') + Math.abs(mm);

  /* The file differs from the plan's treatment by its controls only: the text of all else, a long seed's too, stays. */
  function writeTreatment() {
    const list = controls();
    const text = list.map((c) => '{"at": ' + c.at + ', "forward_mm": ' + c.forward_mm + '}').join(', ');
    treatmentBox.value = list === planned ? treatmentBox.defaultValue :
      treatmentBox.defaultValue.replace(/"controls":\s*\[[^\]]*\]/, () => '"controls": [' + text + ']');
    const ways = handles.map((handle) => Math.abs(handle.mm - handle.from)).filter((way) => way > 0);
    byId('hairline-moved').textContent = ways.length === 0 ? 'As planned' :
      ways.length + (ways.length === 1 ? ' handle moved, by ' : ' handles moved, by up to ') +
      Number(Math.max(...ways).toFixed(1)) + ' mm';
    byId('hairline-reset').disabled = ways.length === 0;
  }

  function drawHairline() {
    if (layer.hidden) return;
    const onStage = ([x, y]) => [drawnAt.x + x * view.scale, drawnAt.y + y * view.scale];
    const path = (bentBy) => {
      let text = '';
      let down = false;
      for (const point of guide.guide) {
        if (point.shown) text += (down ? 'L' : 'M') + onStage(ahead(point, pull(bentBy, point.at))).map((v) => v.toFixed(2)).join(' ');
        down = point.shown;
      }
      return text;
    };
    const bent = path(controls());
    byId('hairline-planned').setAttribute('d', path(planned));
    byId('hairline-halo').setAttribute('d', bent);
    byId('hairline-bent').setAttribute('d', bent);
    for (const handle of handles) {
      const [x, y] = onStage(aheadAt(handle.at, handle.mm));
      handle.node.style.transform = 'translate(' + x + 'px,' + y + 'px)';
    }
  }

  function moveHandle(handle, mm) {
    handle.mm = clamp(Number(mm.toFixed(3)), -kFarthest, kFarthest) || 0;
    handle.node.classList.toggle('moved', handle.mm !== handle.from);
    handle.node.firstChild.textContent = mmText(Number(handle.mm.toFixed(1))) + ' mm';
    handle.node.setAttribute('aria-valuenow', String(handle.mm));
    handle.node.setAttribute('aria-valuetext', Math.abs(handle.mm) + ' mm ' + (handle.mm < 0 ? 'back' : 'forward'));
    byId('hairline-said').textContent = '';
    writeTreatment();
    redraw();
  }

  /* How far ahead the place of a handle is that lies nearest to (x, y), photo px. */
  function nearestWay(handle, x, y) {
    let best = 0, least = Infinity;
    for (let k = 0; k <= 2 * kFarthest / kDragStep; ++k) {
      const mm = (k % 2 ? 1 : -1) * Math.ceil(k / 2) * kDragStep;  /* from the guide outwards */
      const [px, py] = aheadAt(handle.at, mm);
      const away = Math.hypot(px - x, py - y);
      if (away < least - 1e-9) { least = away; best = mm; }
    }
    return best;
  }

  /* Arrows move a handle the way they point in the photo. */
  function arrowStep(handle, x, y) {
    const [ax, ay] = aheadAt(handle.at, handle.mm - 0.5);
    const [bx, by] = aheadAt(handle.at, handle.mm + 0.5);
    const along = ((bx - ax) * x + (by - ay) * y) / Math.max(1e-9, Math.hypot(bx - ax, by - ay));
    if (Math.abs(along) >= kLeastAlong) moveHandle(handle, handle.mm + Math.sign(along) * kArrowStep);
  }

  /* On a small screen handles overlap: the one meant is not always the one on top. */
  function nearestHandle(x, y) {
    const away = (handle) => {
      const [px, py] = aheadAt(handle.at, handle.mm);
      return Math.hypot(px - x, py - y);
    };
    return handles.reduce((a, b) => (away(b) < away(a) ? b : a));
  }

  const handleOf = (node) => handles.find((handle) => handle.node === node);
  const handleKeys = {
    ArrowLeft: (handle) => arrowStep(handle, -1, 0),
    ArrowRight: (handle) => arrowStep(handle, 1, 0),
    ArrowUp: (handle) => arrowStep(handle, 0, -1),
    ArrowDown: (handle) => arrowStep(handle, 0, 1),
    PageUp: (handle) => moveHandle(handle, handle.mm + kArrowPage),
    PageDown: (handle) => moveHandle(handle, handle.mm - kArrowPage),
    Delete: (handle) => moveHandle(handle, handle.from),
    Backspace: (handle) => moveHandle(handle, handle.from),
  };

  function editHairline(on) {
    if (!guide) return;
    layer.hidden = !on;
    byId('hairline').hidden = !on;
    byId('edit-hairline').setAttribute('aria-pressed', String(on));
    redraw();
  }

  function copyTreatment() {
    const said = (text) => { byId('hairline-said').textContent = text; };
    const byHand = () => {  /* browsers that keep the clipboard from pages on disk */
      treatmentBox.select();
      said(document.execCommand('copy') ? 'Copied.' : 'Chosen: copy it with the browser.');
    };
    if (!navigator.clipboard) byHand();
    else navigator.clipboard.writeText(treatmentBox.value).then(() => said('Copied.'), byHand);
  }

  function saveTreatment() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([treatmentBox.value], { type: 'application/json' }));
    link.download = treatmentBox.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    byId('hairline-said').textContent = 'Saved as ' + link.download + '.';
  }

  if (guide) {
    for (const handle of handles) {
      handle.node = document.createElement('div');
      handle.node.className = 'handle';
      handle.node.tabIndex = 0;
      handle.node.append(document.createElement('span'));
      const attributes = { role: 'slider', 'aria-valuemin': -kFarthest, 'aria-valuemax': kFarthest, 'aria-orientation': 'vertical',
                           'aria-label': 'Hairline, ' + sideText(handle.at) };
      for (const [name, value] of Object.entries(attributes)) handle.node.setAttribute(name, String(value));
      layer.append(handle.node);
    }
    for (const handle of handles) moveHandle(handle, handle.from);
    byId('hairline-tools').hidden = false;
    byId('hairline-keys').hidden = false;
  }

  /* ---- changing the view ---- */

  function movable() {
    return photo.width * view.scale > box.width + 0.5 || photo.height * view.scale > box.height + 0.5;
  }

  function show(percent) {
    view.shown = clamp(percent, 0, 100);
    redraw();
  }

  /* Zooms so that the photo stays where it is under the point (x, y) of the stage. */
  function zoomTo(scale, x, y, mode) {
    const to = clamp(scale, leastScale(), mostScale());
    view.x = x - (x - view.x) * to / view.scale;
    view.y = y - (y - view.y) * to / view.scale;
    view.scale = to;
    view.mode = mode || (Math.abs(to / fitScale() - 1) < 1e-6 ? 'fit' : Math.abs(to / actualScale() - 1) < 1e-6 ? 'actual' : 'free');
    redraw();
  }

  function zoomFit() { view.mode = 'fit'; redraw(); }

  function zoomActual(x, y) { zoomTo(actualScale(), x, y, 'actual'); }

  /* Where a zoom without a pointer goes: from the whole picture to the treated area, else to the middle of the view. */
  function zoomHere(scale, mode) {
    if (view.mode === 'fit') {
      view.x = box.width / 2 - photo.focusX * view.scale;
      view.y = box.height / 2 - photo.focusY * view.scale;
    }
    zoomTo(scale, box.width / 2, box.height / 2, mode);
  }

  /* One step in or out, not past "fit" or 100 % without stopping there. */
  function zoomStep(factor) {
    let to = view.scale * factor;
    for (const stop of [fitScale(), actualScale()]) {
      if ((stop / view.scale - 1) * Math.sign(factor - 1) > 1e-3 && (to - stop) * (factor - 1) > 0) to = stop;
    }
    zoomHere(to);
  }

  function pan(dx, dy) {
    view.x += dx;
    view.y += dy;
    redraw();
  }

  /* ---- mouse, pen and touch ---- */

  const fingers = new Map();  /* pointer id -> last place in the stage */
  let drag = null;            /* what one pointer does: {kind: 'divide' | 'wait' | 'pan', ...} */
  let pinch = null;           /* what two do */

  const inStage = (event) => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const inPhoto = (at) => ({ x: (at.x - drawnAt.x) / view.scale, y: (at.y - drawnAt.y) / view.scale });
  const showAt = (x) => show(100 * (x - visible.left) / Math.max(1, visible.width));

  function twoFingers() {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    measure();
    const at = inStage(event);
    fingers.set(event.pointerId, at);
    stage.setPointerCapture(event.pointerId);
    if (fingers.size === 2) {
      pinch = twoFingers();
      drag = null;
      return;
    }
    if (fingers.size > 2) return;
    const to = inPhoto(at);
    const handle = event.target.closest('.handle') && nearestHandle(to.x, to.y);
    if (handle) {
      const [x, y] = aheadAt(handle.at, handle.mm);
      drag = { kind: 'handle', handle, dx: x - to.x, dy: y - to.y };
      handle.node.focus({ preventScroll: true, focusVisible: false });
    } else if (event.target.closest('#divider')) {
      const line = visible.left + visible.width * view.shown / 100;
      drag = { kind: 'divide', offset: line - at.x };
      divider.focus({ preventScroll: true, focusVisible: false });
    } else if (movable()) {
      drag = { kind: 'pan' };
      stage.classList.add('moving');
    } else if (!layer.hidden) {
      drag = null;  /* a handle missed by a little must not move the divider */
    } else if (event.pointerType === 'touch') {
      drag = { kind: 'wait', x: at.x, y: at.y };  /* it may become a scroll of the page */
    } else {
      drag = { kind: 'divide', offset: 0 };
      showAt(at.x);
    }
    if (event.pointerType === 'mouse') event.preventDefault();
  });

  stage.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const at = inStage(event);
    fingers.set(event.pointerId, at);
    if (pinch && fingers.size >= 2) {
      const now = twoFingers();
      pan(now.x - pinch.x, now.y - pinch.y);
      zoomTo(view.scale * now.apart / pinch.apart, now.x, now.y);
      pinch = now;
    } else if (drag && drag.kind === 'handle') {
      const to = inPhoto(at);
      moveHandle(drag.handle, nearestWay(drag.handle, to.x + drag.dx, to.y + drag.dy));
    } else if (drag && drag.kind === 'pan') {
      pan(at.x - last.x, at.y - last.y);
    } else if (drag && drag.kind === 'divide') {
      showAt(at.x + drag.offset);
    } else if (drag && drag.kind === 'wait' && Math.abs(at.x - drag.x) > 4) {
      drag = { kind: 'divide', offset: 0 };
      showAt(at.x);
    }
  });

  function release(event) {
    if (!fingers.delete(event.pointerId)) return;
    if (event.type === 'pointerup' && drag && drag.kind === 'wait') showAt(drag.x);  /* a tap */
    pinch = null;
    drag = fingers.size === 1 && movable() ? { kind: 'pan' } : null;
    if (!drag) stage.classList.remove('moving');
  }
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('lostpointercapture', release);

  /* Two fingers are ours, whatever the browser may do with one. */
  stage.addEventListener('touchmove', (event) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  }, { passive: false });

  stage.addEventListener('wheel', (event) => {
    const lines = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 240 : 1;
    const factor = Math.exp(-clamp(event.deltaY * lines, -240, 240) * (event.ctrlKey ? 0.01 : 0.002));
    measure();
    const to = clamp(view.scale * factor, leastScale(), mostScale());
    if (!event.ctrlKey && Math.abs(to / view.scale - 1) < 1e-6) return;  /* nothing left to zoom: let the page scroll */
    event.preventDefault();
    const at = inStage(event);
    zoomTo(to, at.x, at.y);
  }, { passive: false });

  stage.addEventListener('dblclick', (event) => {
    if (event.target.closest('#divider, .handle')) return;
    const at = inStage(event);
    if (view.mode === 'fit') zoomActual(at.x, at.y); else zoomFit();
  });

  /* ---- keys and buttons ---- */

  const kKeyStep = 2;      /* percent */
  const kKeyPage = 10;     /* percent */
  const kPanStep = 80;     /* CSS px */
  const kZoomStep = 1.5;

  const panKeys = {
    ArrowLeft: () => pan(kPanStep, 0),
    ArrowRight: () => pan(-kPanStep, 0),
    ArrowUp: () => pan(0, kPanStep),
    ArrowDown: () => pan(0, -kPanStep),
  };
  const sliderKeys = {
    ArrowLeft: () => show(view.shown - kKeyStep),
    ArrowDown: () => show(view.shown - kKeyStep),
    ArrowRight: () => show(view.shown + kKeyStep),
    ArrowUp: () => show(view.shown + kKeyStep),
    PageDown: () => show(view.shown - kKeyPage),
    PageUp: () => show(view.shown + kKeyPage),
    Home: () => show(0),
    End: () => show(100),
  };
  const pageKeys = {
    b: () => show(100),
    a: () => show(0),
    s: () => show(50),
    h: () => editHairline(layer.hidden),
    '0': zoomFit,
    '1': () => zoomHere(actualScale(), 'actual'),
    '+': () => zoomStep(kZoomStep),
    '=': () => zoomStep(kZoomStep),
    '-': () => zoomStep(1 / kZoomStep),
    '_': () => zoomStep(1 / kZoomStep),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const handle = handleOf(document.activeElement);
    if (document.activeElement === treatmentBox) return;
    const action = (event.shiftKey && movable() && panKeys[key]) ||
                   (handle && handleKeys[key]) || (document.activeElement === divider && sliderKeys[key]) || pageKeys[key];
    if (!action) return;
    event.preventDefault();
    action(handle);
  });

  const onClick = (id, action) => byId(id).addEventListener('click', () => action());
  onClick('show-before', pageKeys.b);
  onClick('show-both', pageKeys.s);
  onClick('show-after', pageKeys.a);
  onClick('zoom-fit', zoomFit);
  onClick('zoom-actual', pageKeys['1']);
  onClick('edit-hairline', pageKeys.h);
  onClick('hairline-save', saveTreatment);
  onClick('hairline-copy', copyTreatment);
  onClick('hairline-reset', () => handles.forEach((handle) => moveHandle(handle, handle.from)));
  onClick('zoom-in', pageKeys['+']);
  onClick('zoom-out', pageKeys['-']);

  /* A new size keeps the middle of the view in the middle. */
  new ResizeObserver(() => {
    const width = box.width;
    const height = box.height;
    measure();
    view.x += (box.width - width) / 2;
    view.y += (box.height - height) / 2;
    redraw();
  }).observe(stage);
  window.addEventListener('resize', redraw);
  window.addEventListener('scroll', measure, { passive: true });

  measure();
  draw();
})();
