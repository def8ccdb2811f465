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
    if (event.target.closest('#divider')) {
      const line = visible.left + visible.width * view.shown / 100;
      drag = { kind: 'divide', offset: line - at.x };
      divider.focus({ preventScroll: true, focusVisible: false });
    } else if (movable()) {
      drag = { kind: 'pan' };
      stage.classList.add('moving');
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
    if (event.target.closest('#divider')) return;
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
    const action = (event.shiftKey && movable() && panKeys[key]) ||
                   (document.activeElement === divider && sliderKeys[key]) || pageKeys[key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  const onClick = (id, action) => byId(id).addEventListener('click', () => action());
  onClick('show-before', pageKeys.b);
  onClick('show-both', pageKeys.s);
  onClick('show-after', pageKeys.a);
  onClick('zoom-fit', zoomFit);
  onClick('zoom-actual', pageKeys['1']);
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
