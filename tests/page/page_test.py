"""The preview page in headless Chromium: page_test.py MAKE_PAGE

MAKE_PAGE writes a page full of hostile strings; it is opened from file:// and used by mouse, touch and keys.
Pictures of the page are kept in the folder that TONSURE_PAGE_SHOTS names, if it is set.
"""
import os
import subprocess
import tempfile
import unittest

from webdriver import Browser, run_tests

WIDTH, HEIGHT = 1600, 1200
ATTACK = '"\'><img src=x onerror="window.hacked=1"></title></style><script>window.hacked=1</script>'

STATE = '''
const rect = (id) => { const r = document.getElementById(id).getBoundingClientRect();
                       return {x: r.x, y: r.y, width: r.width, height: r.height}; };
const divider = document.getElementById('divider'), clip = document.getElementById('after').style.clipPath;
return {now: Number(divider.getAttribute('aria-valuenow')), min: divider.getAttribute('aria-valuemin'),
        max: divider.getAttribute('aria-valuemax'), role: divider.getAttribute('role'),
        text: divider.getAttribute('aria-valuetext'), clip: Number(clip.match(/^inset\\(0px(?: 0px 0px ([0-9.e+-]+)px)?\\)$/)[1] || 0),
        divider: rect('divider'), overlay: rect('overlay'), stage: rect('stage'), before: rect('before'),
        after: rect('after'), bar: rect('scale-bar-line'), barText: document.getElementById('scale-bar-text').textContent,
        tag: rect('after-tag'), tagText: document.getElementById('after-tag').innerText,
        natural: [document.getElementById('after').naturalWidth, document.getElementById('after').naturalHeight],
        ratio: devicePixelRatio, zoom: document.getElementById('zoom-text').textContent};
'''


def middle(rect):
    return rect['x'] + rect['width'] / 2, rect['y'] + rect['height'] / 2


class PageTest(unittest.TestCase):
    make_page = None
    ratio = 1
    mobile = False
    size = (1400, 900)

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='tonsure-page-')
        cls.addClassCleanup(cls.folder.cleanup)
        cls.page = os.path.join(cls.folder.name, 'page.html')
        subprocess.run([cls.make_page, cls.page, str(WIDTH), str(HEIGHT)], check=True)
        cls.browser = Browser(cls.ratio, cls.mobile)
        cls.addClassCleanup(cls.browser.__exit__)
        cls.browser.__enter__()

    def setUp(self):
        self.browser.resize(*self.size)
        self.browser.console()
        self.browser.requested()
        self.browser.open(self.page)
        self.browser.settle()

    def tearDown(self):
        self.assertEqual(self.browser.console(), [])
        self.assertTrue(all(address.startswith('file:') and address.endswith('/page.html')
                            for address in self.browser.requested()))
        self.assertIsNone(self.browser.run('return window.hacked === undefined ? null : window.hacked'))

    def state(self):
        return self.browser.run(STATE)

    def shot(self, name):
        folder = os.environ.get('TONSURE_PAGE_SHOTS')
        if folder:
            self.browser.screenshot(os.path.join(folder, name + '.png'))

    def assert_divider_at(self, x, tolerance=1.0):
        """The line, the clip of the picture and the slider's value agree; 1 px: pointers land on whole pixels."""
        state = self.state()
        self.assertAlmostEqual(middle(state['divider'])[0], x, delta=tolerance)
        scale = state['before']['width'] / state['natural'][0]
        self.assertAlmostEqual(state['before']['x'] + state['clip'] * scale, x, delta=tolerance)
        overlay = state['overlay']
        self.assertAlmostEqual(state['now'], 100 * (x - overlay['x']) / overlay['width'], delta=0.5 + 100 / overlay['width'])


class Desktop(PageTest):
    def test_starts_whole_and_half_and_half(self):
        state = self.state()
        self.shot('desktop')
        self.assertEqual((state['role'], state['min'], state['max'], state['now']), ('slider', '0', '100', 50))
        self.assertEqual(state['natural'], [WIDTH, HEIGHT])
        self.assertEqual(state['before'], state['after'])
        self.assertLessEqual(state['before']['width'], state['stage']['width'] + 0.01)
        self.assertLessEqual(state['before']['height'], state['stage']['height'] + 0.01)
        self.assert_divider_at(middle(state['overlay'])[0])

    def test_mouse_drags_the_divider(self):
        start = self.state()
        x, y = middle(start['divider'])
        self.browser.drag([(x, y), (x - 50, y + 5), (x - 200, y)])
        self.assert_divider_at(round(x) - 200)
        # and from anywhere on the picture, as nothing can be panned while the whole picture is in sight
        self.browser.drag([(start['overlay']['x'] + 100, 80), (start['overlay']['x'] + 150, 90)])
        self.assert_divider_at(round(start['overlay']['x'] + 150))

    def test_left_of_the_divider_is_the_photo_and_right_of_it_the_preview(self):
        for key in ('s', '1'):
            self.browser.key(key)
            state = self.state()
            x = round(middle(state['divider'])[0])
            y = round(state['before']['y'] + 0.3 * state['before']['height'])  # the preview is darker above the middle
            levels = [red for red, _, _ in self.browser.pixels(x - 30, y, 60)]
            self.assertGreater(min(levels[:26]), 160)  # photo 170 or 190, less what JPEG and resampling change
            self.assertLess(max(levels[34:]), 130)     # preview 100 or 120; between them stands the line
            self.assertGreater(max(levels[26:34]), 240)

    def test_divider_stops_at_the_picture(self):
        state = self.state()
        x, y = middle(state['divider'])
        self.browser.drag([(x, y), (1, y)])
        self.assertEqual(self.state()['now'], 0)
        self.browser.drag([middle(self.state()['divider']), (1395, y)])
        self.assertEqual(self.state()['now'], 100)

    def test_every_slider_key(self):
        self.browser.run("document.getElementById('divider').focus()")
        for key, expected in [('ArrowRight', 52), ('ArrowUp', 54), ('ArrowLeft', 52), ('ArrowDown', 50), ('PageUp', 60),
                              ('PageDown', 50), ('End', 100), ('ArrowRight', 100), ('PageUp', 100), ('Home', 0),
                              ('ArrowLeft', 0), ('PageDown', 0), ('PageUp', 10)]:
            self.browser.key(key)
            state = self.state()
            self.assertEqual(state['now'], expected, key)
            self.assertEqual(state['text'], f'{expected} % photo, {100 - expected} % simulated')
        overlay = self.state()['overlay']
        self.assert_divider_at(overlay['x'] + 0.1 * overlay['width'])

    def test_slider_is_reached_by_tab(self):
        self.browser.key('Tab')
        self.assertEqual(self.browser.run('return document.activeElement.id'), 'divider')
        self.shot('focus')

    def test_before_and_after_keys_and_buttons(self):
        for key, expected in [('b', 100), ('a', 0), ('s', 50)]:
            self.browser.key(key)
            self.assertEqual(self.state()['now'], expected, key)
        for button, expected in [('#show-before', 100), ('#show-after', 0), ('#show-both', 50)]:
            self.browser.click(button)
            self.assertEqual(self.state()['now'], expected, button)
            self.assertEqual(self.browser.run('return document.querySelector(arguments[0]).ariaPressed', button), 'true')

    def test_keys_with_ctrl_are_left_to_the_browser(self):
        self.browser.key('Control', 'b')
        self.assertEqual(self.state()['now'], 50)

    def test_simulated_stands_wherever_the_preview_is_seen(self):
        for keys in [('a',), ('s',), ('1', 'a'), ('0', 's')]:
            for key in keys:
                self.browser.key(key)
            state = self.state()
            self.assertIn('Simulated', state['tagText'])
            self.assertGreater(state['tag']['width'], 60)
            x, y = middle(state['tag'])
            inside = state['overlay']
            self.assertTrue(inside['x'] < x < inside['x'] + inside['width'] and inside['y'] < y < inside['y'] + inside['height'])
        text = self.browser.run('return document.body.innerText')
        self.assertIn('Simulated preview, not a photograph of a result; not medical advice.', text)

    def test_actual_size_is_one_photo_pixel_per_screen_pixel(self):
        for way in ('1', '#zoom-actual'):
            self.browser.key('0')
            if way == '1':
                self.browser.key(way)
            else:
                self.browser.click(way)
            state = self.state()
            self.shot('actual')
            for picture in ('before', 'after'):
                # 0.01 px over the whole width: far below what could shift a pixel
                self.assertAlmostEqual(state[picture]['width'] * state['ratio'], WIDTH, delta=0.01)
                self.assertAlmostEqual(state[picture]['height'] * state['ratio'], HEIGHT, delta=0.01)
                for corner in ('x', 'y'):  # on whole screen pixels, else every dot would be blurred
                    at = state[picture][corner] * state['ratio']
                    self.assertAlmostEqual(at, round(at), delta=0.01)
            self.assertEqual(state['zoom'], '100 %')
            # the treated area (at a quarter of the height) came to the middle, or as near as the picture's edge allows
            spare = state['stage']['height'] - HEIGHT / state['ratio']
            wanted = state['stage']['height'] / 2 - HEIGHT / 4 / state['ratio']
            wanted = spare / 2 if spare >= 0 else min(0, max(spare, wanted))
            self.assertAlmostEqual(state['before']['y'], wanted, delta=0.51)  # half a screen pixel

    def test_zoom_keys_and_buttons(self):
        fit = self.state()['before']['width']
        self.browser.key('+')
        larger = self.state()['before']['width']
        self.assertGreater(larger, fit * 1.2)
        self.browser.key('-')
        self.assertAlmostEqual(self.state()['before']['width'], fit, delta=0.01)
        self.browser.click('#zoom-in')
        self.assertAlmostEqual(self.state()['before']['width'], larger, delta=0.01)
        self.browser.click('#zoom-out')
        self.assertAlmostEqual(self.state()['before']['width'], fit, delta=0.01)
        for _ in range(20):
            self.browser.key('+')
        self.assertEqual(self.state()['zoom'], '800 %')
        self.browser.key('0')
        self.assertAlmostEqual(self.state()['before']['width'], fit, delta=0.01)

    def test_scale_bar_follows_the_zoom(self):
        for key in ('0', '1', '+'):
            self.browser.key(key)
            state = self.state()
            scale = state['before']['width'] / WIDTH
            self.assertEqual(state['barText'], '10 mm')
            self.assertAlmostEqual(state['bar']['width'], 10 / 0.24 * scale, delta=0.1)  # layout rounds to 1/64 px

    def test_dragging_pans_a_zoomed_picture(self):
        self.browser.key('1')
        self.browser.key('+')
        before = self.state()
        self.browser.drag([(200, 300), (180, 290), (140, 260)])
        after = self.state()
        self.assertAlmostEqual(after['before']['x'], before['before']['x'] - 60, delta=1)
        self.assertAlmostEqual(after['before']['y'], before['before']['y'] - 40, delta=1)
        self.assertEqual(after['now'], 50)
        self.browser.drag([(100, 100), (900, 700)])
        self.browser.drag([(100, 100), (900, 700)])
        corner = self.state()
        self.assertAlmostEqual(corner['before']['x'], corner['stage']['x'], delta=1)  # not beyond the picture's edge
        self.assertAlmostEqual(corner['before']['y'], corner['stage']['y'], delta=1)
        self.browser.key('Shift', 'ArrowRight')
        self.assertAlmostEqual(self.state()['before']['x'], corner['before']['x'] - 80, delta=1)
        # the divider can still be taken hold of
        x, y = middle(corner['divider'])
        self.browser.drag([(x, y), (x + 120, y)])
        self.assert_divider_at(round(x) + 120)

    def test_wheel_zooms_about_the_pointer(self):
        before = self.state()
        x, y = 300, 400
        spot = ((x - before['before']['x']) / before['before']['width'], (y - before['before']['y']) / before['before']['height'])
        self.browser.wheel(x, y, -700)
        self.browser.wheel(x, y, -700)
        after = self.state()['before']
        self.assertGreater(after['width'], before['before']['width'] * 1.5)
        self.assertAlmostEqual(after['x'] + spot[0] * after['width'], x, delta=1)
        self.assertAlmostEqual(after['y'] + spot[1] * after['height'], y, delta=1)

    def test_hostile_strings_are_text(self):
        text = self.browser.run('return document.body.textContent')
        for word in ('title ', 'basis ', 'healed ', 'label ', 'value ', 'warning '):
            self.assertIn(word + ATTACK, text)
        self.assertIn('title ' + ATTACK + ' {{js}}', text)
        self.assertTrue(self.browser.run('return document.title').startswith('title ' + ATTACK))
        self.assertIn('bad utf-8 \ufffd( \ufffd', text)
        self.assertIn('nul\ufffd escape\ufffd', text)
        self.assertEqual(self.browser.run('return document.scripts.length'), 1)
        self.assertEqual(self.browser.run('return document.images.length'), 2)
        self.assertEqual(self.browser.run("return document.querySelectorAll('b, a, iframe, [onerror]').length"), 0)

    def test_loads_nothing(self):
        names = self.browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        self.assertEqual([name for name in names if not name.startswith('data:')], [])

    def test_policy_refuses_inline_handlers_scripts_and_requests(self):
        blocked = self.browser.run('''
            const seen = [];
            document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.hacked = 2';
            document.body.append(script);
            const image = document.createElement('img');
            image.setAttribute('onerror', 'window.hacked = 3');
            image.src = 'page.html';
            document.body.append(image);
            window.seen = seen;
            return fetch('page.html').then(() => 'fetched', () => 'refused');''')
        self.assertEqual(blocked, 'refused')
        self.browser.settle()
        seen = self.browser.run('return window.seen')
        for directive in ('script-src-elem', 'script-src-attr', 'img-src', 'connect-src'):
            self.assertIn(directive, seen)
        self.assertTrue(self.browser.console())  # those refusals, and read here so that tearDown finds none

    def test_no_horizontal_overflow(self):
        for width, height in [(1400, 900), (1024, 768), (740, 360), (568, 320), (360, 640), (320, 480), (360, 740)]:
            self.browser.resize(width, height)
            self.browser.settle()
            self.shot(f'hostile-{width}x{height}')
            self.assertLessEqual(self.browser.run('return document.documentElement.scrollWidth'), width)
            wide = self.browser.run('''
                return [...document.querySelectorAll('main *')].filter((e) => !e.closest('.stage') &&
                    e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 80))''')
            self.assertEqual(wide, [], f'{width}x{height}')
            stage = self.state()['stage']
            self.assertGreater(stage['width'] * stage['height'], 0.35 * width * height, f'{width}x{height}')

    def test_layout_does_not_shift(self):
        # A slow machine paints before the script has run. Opened anew, so that the window has its size by then.
        self.addCleanup(self.browser.devtools, 'Emulation.setCPUThrottlingRate', rate=1)
        for slowness in (1, 4, 10):
            self.browser.devtools('Emulation.setCPUThrottlingRate', rate=slowness)
            self.browser.open(self.page)
            self.browser.settle()
            shifted = self.browser.run('''
                return new Promise((done) => {
                    const shifted = [];
                    new PerformanceObserver((list) => {
                        for (const e of list.getEntries()) {
                            shifted.push([e.value, ...e.sources.map((s) => s.node && (s.node.id || s.node.className))]);
                        }
                    }).observe({type: 'layout-shift', buffered: true});
                    setTimeout(() => done(shifted), 300);
                });''')
            self.assertEqual(shifted, [], f'{slowness} times slower')

    def test_resizing_keeps_the_whole_picture_in_sight(self):
        self.browser.resize(700, 900)
        self.browser.settle()
        state = self.state()
        self.assertLessEqual(state['before']['width'], state['stage']['width'] + 0.01)
        self.assert_divider_at(middle(state['overlay'])[0])


class FineScreen(PageTest):
    ratio = 1.5
    test_actual_size = Desktop.test_actual_size_is_one_photo_pixel_per_screen_pixel
    test_scale_bar = Desktop.test_scale_bar_follows_the_zoom


class Phone(PageTest):
    ratio = 3
    mobile = True
    size = (360, 640)
    test_actual_size = Desktop.test_actual_size_is_one_photo_pixel_per_screen_pixel

    def test_touch_drags_the_divider(self):
        state = self.state()
        self.shot('phone')
        x, y = middle(state['divider'])
        self.browser.drag([(x, y), (x + 10, y), (x + 60, y + 3)], 'touch')
        self.assert_divider_at(round(x) + 60)
        self.browser.drag([(60, y), (66, y), (100, y)], 'touch')  # anywhere on the picture
        self.assert_divider_at(100)

    def test_tap_puts_the_divider_there(self):
        y = middle(self.state()['stage'])[1]
        self.browser.drag([(250, y)], 'touch')
        self.assert_divider_at(250)

    def test_vertical_swipe_scrolls_the_page(self):
        y = middle(self.state()['stage'])[1]
        self.assertIn('pan-y', self.browser.run("return getComputedStyle(document.getElementById('stage')).touchAction"))
        self.browser.drag([(60, y), (60, y - 20), (60, y - 60), (61, y - 120)], 'touch')
        self.assertEqual(self.state()['now'], 50)

    def test_pinch_zooms_and_one_finger_pans(self):
        before = self.state()
        y = middle(before['stage'])[1]
        self.browser.pinch([(160, y), (130, y), (80, y)], [(200, y), (230, y), (280, y)])
        after = self.state()
        self.assertAlmostEqual(after['before']['width'] / before['before']['width'], 5, delta=0.3)  # 200 px : 40 px
        self.assertEqual(after['now'], 50)
        self.assertEqual(self.browser.run('return visualViewport.scale'), 1)
        self.browser.drag([(80, y), (70, y), (40, y - 30)], 'touch')
        panned = self.state()
        self.assertAlmostEqual(panned['before']['x'], after['before']['x'] - 40, delta=1)
        self.assertAlmostEqual(panned['before']['y'], after['before']['y'] - 30, delta=1)


if __name__ == '__main__':
    run_tests(PageTest, 'make_page')
