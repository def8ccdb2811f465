"""tools/annotate.html in headless Chromium: annotate_test.py ANNOTATE_HTML CHECK_SCENE_FILE

Annotates a picture by clicks and compares the saved scene; CHECK_SCENE_FILE reads it as tonsure does. With
TONSURE_TEST_PHOTOS set, every scene there is opened and saved again. TONSURE_PAGE_SHOTS as in page_test.py.
"""
import base64
import glob
import json
import os
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

from webdriver import Browser, run_tests

WIDTH, HEIGHT = 800, 600
VIEW = 'select#view'


def png(width, height):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(120 + (x * 60 // width) for x in range(width)) for _ in range(height))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) + \
        chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def with_orientation(jpeg, orientation):
    """The JPEG with an EXIF segment that holds nothing but the orientation."""
    tiff = b'II*\0\x08\0\0\0\x01\0' + struct.pack('<HHII', 0x0112, 3, 1, orientation) + b'\0\0\0\0'
    exif = b'Exif\0\0' + tiff
    return jpeg[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + jpeg[2:]


class AnnotateTest(unittest.TestCase):
    page = None
    check_scene_file = None

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)
        cls.browser.__enter__()
        cls.folder = cls.browser.folder
        cls.photo = os.path.join(cls.folder, 'me.png')
        with open(cls.photo, 'wb') as file:
            file.write(png(WIDTH, HEIGHT))
        cls.browser.devtools('Browser.setDownloadBehavior', behavior='allow', downloadPath=cls.folder)

    def setUp(self):
        self.browser.resize(1400, 900)
        self.browser.console()
        self.browser.requested()
        self.browser.open(self.page)
        self.browser.settle()

    def tearDown(self):
        self.assertEqual(self.browser.console(), [])
        for address in self.browser.requested():
            self.assertTrue(address.startswith('blob:') or address.endswith('/annotate.html'), address)
        self.assertIsNone(self.browser.run('return window.hacked === undefined ? null : window.hacked'))

    # ---- doing things ----

    def wait(self, condition, what):
        for _ in range(200):  # 20 s: a large photo on a busy machine
            if condition():
                return
            time.sleep(0.1)
        self.fail('waited in vain: ' + what)

    def load(self, *paths):
        self.browser.type_into('#choose' if self.browser.run("return !document.getElementById('welcome').hidden") else '#open',
                               '\n'.join(paths))
        self.wait(lambda: self.browser.run("return document.getElementById('photo').naturalWidth > 0"), 'the photo')
        self.browser.settle()

    def spot(self, x, y):
        """The whole screen px nearest to a photo point, and the photo point there."""
        rect = self.browser.run("const r = document.getElementById('photo').getBoundingClientRect();"
                                "return [r.x, r.y, r.width / document.getElementById('photo').naturalWidth]")
        sx, sy = round(rect[0] + x * rect[2]), round(rect[1] + y * rect[2])
        return (sx, sy), ((sx - rect[0]) / rect[2], (sy - rect[1]) / rect[2])

    def click(self, *points, pointer='mouse'):
        real = []
        for point in points:
            screen, photo = self.spot(*point)
            self.browser.drag([screen], pointer)
            real.append(photo)
        return real

    def draw(self, step, points, close=True):
        self.browser.click('#step-' + step)
        real = self.click(*points)
        if close:
            self.click(points[0])
        return real

    def choose_view(self, name):
        self.browser.click('#step-view')
        self.browser.run("const s = document.querySelector(arguments[0]); s.value = arguments[1];"
                         "s.dispatchEvent(new Event('change'))", VIEW, name)
        self.browser.settle()

    def pick(self, name, value):
        self.browser.run("document.querySelector(`input[name=${arguments[0]}][value=${arguments[1]}]`).click()", name, value)
        self.browser.settle()

    def enter_number(self, css, value):
        self.browser.run("const f = document.querySelector(arguments[0]); f.value = arguments[1];"
                         "f.dispatchEvent(new Event('change'))", css, str(value))
        self.browser.settle()

    def checks(self):
        return self.browser.run("return [...document.querySelectorAll('.checks li')].map((e) => e.textContent)")

    def said(self):
        return self.browser.run("return document.getElementById('say').textContent")

    def save(self, name='me.scene.json'):
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            os.remove(path)
        self.browser.click('#save')
        self.wait(lambda: os.path.exists(path) and os.path.getsize(path), 'the saved scene')
        with open(path, encoding='utf-8') as file:
            return json.load(file)

    def shot(self, name):
        if os.environ.get('TONSURE_PAGE_SHOTS'):
            self.browser.screenshot(os.path.join(os.environ['TONSURE_PAGE_SHOTS'], name + '.png'))

    def assert_points(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for f, e in zip(found, expected):
            for a, b in zip(f, e):
                self.assertAlmostEqual(a, b, delta=0.051)  # saved to a tenth of a pixel

    HEAD = [(200, 300), (220, 160), (300, 60), (400, 30), (500, 60), (580, 160), (600, 300), (400, 270)]
    REGION = [(260, 250), (300, 150), (400, 120), (500, 150), (540, 250), (575, 160), (495, 65), (400, 35), (305, 65), (225, 160)]

    def annotate(self):
        """The whole way a newcomer goes; returns the scene that should come out."""
        self.load(self.photo)
        self.choose_view('front')
        self.browser.click('#next')
        face = self.click((480, 320), (320, 321), (400, 265), (401, 380))  # pupils, glabella, nose
        self.browser.click('#face-hidden')                                 # chin
        face += self.click((610, 340))                                     # left tragus
        self.browser.click('#face-hidden')                                 # right tragus
        head = self.draw('head_outline', self.HEAD)
        region = self.draw('scalp_region', self.REGION)
        line = self.draw('hairline', [(540, 250), (500, 150), (400, 120), (300, 150), (260, 250)], close=False)
        self.click((260, 250))  # the last point again: finished
        hair = [self.draw('existing_hair', [(210, 290), (230, 180), (255, 250)])]
        hair.append(self.click((590, 290), (570, 180), (545, 250)))
        self.browser.key('Enter')
        out = self.draw('exclude', [(390, 60), (410, 60), (410, 80), (390, 80)])
        return {'head_outline': head, 'scalp_region': region, 'hairline': line[::-1], 'existing_hair': hair, 'exclude': [out],
                'face_points': dict(zip(('left_pupil', 'right_pupil', 'glabella', 'nose_tip', 'left_tragus'), face))}

    # ---- tests ----

    def test_whole_annotation_is_saved_as_clicked(self):
        expected = self.annotate()
        self.shot('annotated')
        self.assertIn('All checks pass', self.browser.run("return document.getElementById('summary').textContent"))
        scene = self.save()
        self.assertEqual((scene['schema'], scene['image'], scene['size'], scene['view']),
                         ('tonsure.scene/1', 'me.png', [WIDTH, HEIGHT], 'front'))
        for key in ('head_outline', 'scalp_region', 'hairline'):
            self.assert_points(scene[key], expected[key])
        for key in ('existing_hair', 'exclude'):
            self.assertEqual(len(scene[key]), len(expected[key]))
            for found, wanted in zip(scene[key], expected[key]):
                self.assert_points(found, wanted)
        self.assertEqual(set(scene['face_points']), {'left_pupil', 'right_pupil', 'glabella', 'nose_tip', 'chin', 'left_tragus', 'right_tragus'})
        for name, point in scene['face_points'].items():
            if name in ('chin', 'right_tragus'):
                self.assertIsNone(point)
            else:
                self.assert_points([point], [expected['face_points'][name]])
        (ax, ay), (bx, by) = expected['face_points']['left_pupil'], expected['face_points']['right_pupil']
        self.assertAlmostEqual(scene['mm_per_px'], 63 / ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, delta=1e-4)
        subprocess.run([self.check_scene_file, os.path.join(self.folder, 'me.scene.json')], check=True)

    def test_opened_scene_is_saved_unchanged(self):
        self.annotate()
        scene = self.save()
        scene.update({'notes': '<img src=x onerror="window.hacked=1"> \u2028', 'scars': [{'kind': 'linear', 'polyline': [[300, 90], [320, 95]], 'width_mm': 2, 'year': 2011},
                                {'kind': 'burn', 'polygon': [[330, 90], [350, 95], [340, 110]], 'note': 'a, [b]'}],
                      'my_own_key': {'a': [1, 2], 'b': ', [ x ]'}, 'mm_per_px_method': '<script>window.hacked=1</script>'})
        path = os.path.join(self.folder, 'opened.scene.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(scene, file)
        self.browser.open(self.page)
        self.load(path, self.photo)
        self.assertIn('Opened opened.scene.json', self.said())
        self.assertIn(scene['mm_per_px_method'], self.browser.run("return document.getElementById('scale').textContent"))
        self.assertEqual(self.save(), scene)

    def test_hostile_names_are_text(self):
        hacks = ['"><img src=x onerror=window.hacked=1>&amp;\'.png', 'a\u202egnp.json\x1b\x85.png']
        for name in hacks:
            path = os.path.join(self.folder, name)
            with open(path, 'wb') as file:
                file.write(png(WIDTH, HEIGHT))
            self.browser.open(self.page)
            self.load(path)
            self.choose_view('front')
            self.draw('head_outline', self.HEAD)
            self.draw('scalp_region', self.REGION)
            self.browser.click('#step-hairline')
            self.pick('hairline', 'auto')
            shown = ''.join('\ufffd' if c in '\u202e\x1b\x85' else c for c in name)
            self.assertIn(shown + ', 800', self.browser.run("return document.getElementById('summary').textContent"))
            self.assertEqual(self.browser.run('return document.images.length'), 1)
            bad = os.path.join(self.folder, name[:-4] + '.json')
            with open(bad, 'w', encoding='utf-8') as file:
                json.dump({'view': name}, file)
            self.browser.type_into('#open', bad)
            self.wait(lambda: shown[:-4] + '.json: view: "' + shown + '"' in self.said(), 'what is said of a bad scene')
            self.assertEqual(self.browser.run("return document.querySelectorAll('[onerror]').length"), 0)

    def test_policy_refuses_inline_handlers_scripts_styles_and_requests(self):
        self.browser.run('''
            window.seen = [];
            document.addEventListener('securitypolicyviolation', (event) => window.seen.push(event.effectiveDirective));
            const add = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties));
            add('script', { textContent: 'window.hacked = 2' });
            add('style', { textContent: 'main { display: none }' });
            const image = document.createElement('img');
            image.setAttribute('onerror', 'window.hacked = 3');
            image.setAttribute('style', 'width: 1px');
            image.src = 'annotate.html';
            document.body.append(image);
            return fetch('annotate.html').catch(() => 'refused');''')
        self.browser.settle()
        seen = self.browser.run('return window.seen')
        for directive in ('script-src-elem', 'script-src-attr', 'style-src-elem', 'style-src-attr', 'img-src', 'connect-src'):
            self.assertIn(directive, seen)
        self.assertEqual(self.browser.run("return getComputedStyle(document.querySelector('main')).display"), 'grid')
        self.assertTrue(self.browser.console())  # those refusals, and read here so that tearDown finds none

    def choose_scar(self, kind):
        self.browser.run("const s = document.getElementById('scar-kind'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))", kind)
        self.browser.settle()

    def test_scars_are_drawn_as_lines_and_areas_edited_and_deleted(self):
        expected = self.annotate()
        self.browser.click('#step-scars')
        self.assertNotIn('scars', self.save())
        strip = self.click((300, 100), (400, 80), (500, 100))  # a strip, as a line of 3 mm, without a word
        self.click((500, 100))                                 # the last point again: finished
        self.choose_scar('burn')
        burn = self.click((330, 200), (380, 200), (360, 240))
        self.assertTrue(any('Scar 2: not closed yet' in text for text in self.checks()))
        self.click((330, 200))
        self.choose_scar('fue')
        self.pick('scar-form', 'line')
        self.enter_number('#scar-width', 12.5)
        fue = self.click((430, 200), (480, 240))
        self.browser.key('Enter')
        self.shot('scars')
        scars = self.save()['scars']
        self.assertEqual([(scar['kind'], scar.get('width_mm')) for scar in scars], [('strip', 3), ('burn', None), ('fue', 12.5)])
        for scar, form, points in zip(scars, ('polyline', 'polygon', 'polyline'), (strip, burn, fue)):
            self.assertEqual(set(scar) - {'kind', 'width_mm'}, {form})
            self.assert_points(scar[form], points)
        subprocess.run([self.check_scene_file, os.path.join(self.folder, 'me.scene.json')], check=True)
        # A chosen scar is changed by what is set; the others stay.
        self.click((400, 80))
        self.choose_scar('linear')
        self.enter_number('#scar-width', 7)
        self.assertEqual([(scar['kind'], scar.get('width_mm')) for scar in self.save()['scars']],
                         [('linear', 7), ('burn', None), ('fue', 12.5)])
        self.enter_number('#scar-width', 61)
        self.assertTrue(any('a line needs a width, up to 60 mm' in text for text in self.checks()))
        self.browser.click('#undo')
        self.assertEqual(self.checks(), [])
        self.click((330, 200))
        self.browser.click('#delete-path')
        self.assertEqual([scar['kind'] for scar in self.save()['scars']], ['linear', 'fue'])
        scene = self.save()
        self.assert_points(scene['exclude'][0], expected['exclude'][0])  # what was drawn before is as it was
        # Opened again, all of it is there.
        path = os.path.join(self.folder, 'scars.scene.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(scene, file)
        self.browser.open(self.page)
        self.load(path, self.photo)
        self.assertEqual(self.save(), scene)

    def test_a_line_becomes_an_area_and_back(self):
        self.load(self.photo)
        self.choose_view('top')
        self.browser.click('#step-scars')
        self.click((300, 100), (400, 80))
        self.browser.key('Enter')
        self.click((300, 100))
        self.pick('scar-form', 'area')
        self.assertTrue(any('needs 3 points or more' in text for text in self.checks()))
        self.click((420, 130), (300, 100))
        self.assertEqual(self.checks(), [])
        self.assertEqual(len(self.save()['scars'][0]['polygon']), 3)
        self.click((400, 80))
        self.pick('scar-form', 'line')
        (scar,) = self.save()['scars']
        self.assertEqual((len(scar['polyline']), 'polygon' in scar, scar['width_mm']), (3, False, 3))

    def test_point_can_be_moved_inserted_deleted_and_all_undone(self):
        self.load(self.photo)
        self.choose_view('front')
        real = self.draw('head_outline', self.HEAD)
        (grip, _), (target, moved) = self.spot(*self.HEAD[3]), self.spot(430, 20)
        self.browser.drag([grip, (grip[0] + 6, grip[1]), target])
        self.assert_points(self.save()['head_outline'][3:4], [moved])
        added = self.click((500, 285))[0]  # on the last edge but one
        outline = self.save()['head_outline']
        self.assertEqual(len(outline), len(real) + 1)
        self.assert_points([outline[7]], [added])
        self.browser.key('Delete')  # the new point is the chosen one
        self.assertEqual(len(self.save()['head_outline']), len(real))
        self.click(self.HEAD[5])
        self.browser.click('#delete')
        self.assert_points(self.save()['head_outline'], real[:3] + [moved] + real[4:5] + real[6:])
        for _ in range(4):
            self.browser.key('Control', 'z')
        self.assert_points(self.save()['head_outline'], real)
        for _ in range(4):
            self.browser.click('#redo')
        self.assertEqual(len(self.save()['head_outline']), len(real) - 1)
        self.browser.click('#delete-path')
        self.assertEqual(self.save()['head_outline'], [])

    def test_undo_takes_back_the_last_click(self):
        self.load(self.photo)
        self.choose_view('front')
        real = self.draw('head_outline', self.HEAD[:4], close=False)
        self.browser.click('#undo')
        self.assert_points(self.save()['head_outline'], real[:3])

    def test_live_checks(self):
        self.load(self.photo)
        self.assertIn('say from where the head is seen', self.checks())
        self.choose_view('front')
        self.draw('head_outline', self.HEAD, close=False)
        self.assertTrue(any('not closed' in text for text in self.checks()))
        self.click(self.HEAD[0])
        self.assertEqual(self.checks(), [])
        self.draw('scalp_region', [(20, 400), (120, 400), (120, 500), (20, 500)])
        self.assertIn('lies outside the head', self.checks())
        self.browser.click('#delete-path')
        self.draw('scalp_region', [(300, 100), (500, 200), (500, 100), (300, 200)])
        self.assertTrue(any('crosses itself' in text for text in self.checks()))
        self.shot('crossing')
        self.browser.click('#step-face')
        self.click((320, 320), (480, 320))
        self.assertTrue(any('pupils are swapped' in text for text in self.checks()))
        self.assertIn('Still to do', self.browser.run("return document.getElementById('summary').textContent"))

    def test_scale_from_a_drawn_length_and_typed(self):
        self.load(self.photo)
        self.choose_view('top')
        self.browser.click('#step-scale')
        self.pick('scale', 'segment')
        (a, b) = self.click((100, 100), (300, 100))
        self.enter_number('#segment-mm', 50)
        scene = self.save()
        self.assertAlmostEqual(scene['mm_per_px'], 50 / (b[0] - a[0]), delta=1e-4)
        self.assertEqual((scene['marker']['kind'], scene['marker']['size_mm']), ('segment', 50))
        self.assert_points(scene['marker']['points'], [a, b])
        self.assertIn('mm per px', self.browser.run("return document.getElementById('scale').textContent"))
        self.pick('scale', 'typed')
        self.enter_number('#typed-mm', 0.31)
        scene = self.save()
        self.assertEqual(scene['mm_per_px'], 0.31)
        self.enter_number('#typed-mm', 40)
        self.assertTrue(any('0.005 to 10' in text for text in self.checks()))
        self.pick('scale', 'none')
        self.assertIsNone(self.save()['mm_per_px'])

    def test_hairline_out_of_view_and_designed(self):
        self.load(self.photo)
        self.choose_view('back')
        self.assertEqual(self.save()['hairline'], [])
        self.browser.click('#step-hairline')
        self.pick('hairline', 'auto')
        self.assertNotIn('hairline', self.save())

    def test_wrong_files_are_refused_with_the_reason(self):
        self.load(self.photo)
        for name, text, reason in [('a.json', '{', 'not JSON'), ('b.json', '{"size": [10, 20]}', 'size: made for a photo of 10 x 20'),
                                   ('c.json', '{"view": "below"}', 'view: "below" is none of'),
                                   ('d.json', '{"head_outline": [[1, 2], [3]]}', 'head_outline[1]: a point [x, y] is wanted'),
                                   ('e.json', '{"schema": "tonsure.scene/9"}', 'schema: "tonsure.scene/9"'),
                                   ('f.json', '[]', 'an object is wanted'),
                                   ('g.json', '{"scars": [{"kind": "mole"}]}', 'scars[0].kind: "mole" is none of strip'),
                                   ('h.json', '{"scars": [{"kind": "fue", "line": []}]}', 'scars[0]: a polygon, or a polyline')]:
            path = os.path.join(self.folder, name)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            self.load(path)
            self.wait(lambda: self.said().startswith(name), reason)
            self.assertIn(reason, self.said())
        with open(os.path.join(self.folder, 'notes.png'), 'w', encoding='utf-8') as file:
            file.write('no picture')
        self.load(os.path.join(self.folder, 'notes.png'))
        self.wait(lambda: 'cannot show it' in self.said(), 'refusal of a file that is no picture')
        self.assertEqual(self.save()['size'], [WIDTH, HEIGHT])  # the photo before is still there

    def test_exif_orientation_is_applied(self):
        upright = base64.b64decode(self.browser.run(
            "const c = document.createElement('canvas'); c.width = 300; c.height = 200;"
            "c.getContext('2d').fillRect(0, 0, 150, 200); return c.toDataURL('image/jpeg').split(',')[1]"))
        path = os.path.join(self.folder, 'turned.jpg')
        with open(path, 'wb') as file:
            file.write(with_orientation(upright, 6))
        self.load(path)
        self.assertEqual(self.save('turned.scene.json')['size'], [200, 300])

    def test_zoom_pan_and_clicks_agree(self):
        self.load(self.photo)
        self.choose_view('front')
        self.browser.click('#step-head_outline')
        screen, _ = self.spot(400, 300)
        self.browser.wheel(*screen, -800)
        self.browser.wheel(*screen, -800)
        self.browser.drag([screen, (screen[0] + 60, screen[1] + 40), (screen[0] + 90, screen[1] - 30)])  # pans
        real = self.click((400, 300), (450, 330), (380, 350))
        self.assert_points(self.save()['head_outline'], real)
        self.browser.click('#zoom-actual')
        width = self.browser.run("return document.getElementById('photo').getBoundingClientRect().width * devicePixelRatio")
        self.assertAlmostEqual(width, WIDTH, delta=0.01)

    def test_touch_taps_and_pinch(self):
        self.load(self.photo)
        self.choose_view('front')
        self.browser.click('#step-head_outline')
        real = self.click((300, 200), (500, 200), (400, 400), pointer='touch')
        self.assert_points(self.save()['head_outline'], real)
        before = self.browser.run("return document.getElementById('photo').getBoundingClientRect().width")
        x, y = self.spot(400, 300)[0]
        self.browser.pinch([(x - 30, y), (x - 60, y), (x - 90, y)], [(x + 30, y), (x + 60, y), (x + 90, y)])
        after = self.browser.run("return document.getElementById('photo').getBoundingClientRect().width")
        self.assertAlmostEqual(after / before, 3, delta=0.2)  # 180 px : 60 px
        self.assertEqual(len(self.save()['head_outline']), 3)

    def test_fits_a_phone(self):
        self.load(self.photo)
        for width, height in [(360, 640), (320, 568), (860, 600), (1400, 900)]:
            self.browser.resize(width, height)
            self.browser.settle()
            for step in ('view', 'face', 'scale', 'hairline', 'existing_hair', 'scars'):
                # On a phone the photo stays in sight at the top; the steps scroll below it.
                self.browser.run("document.getElementById(arguments[0]).scrollIntoView({block: 'end'})", 'step-' + step)
                self.browser.click('#step-' + step)
                self.assertLessEqual(self.browser.run('return document.documentElement.scrollWidth'), width, step)
                photo = self.browser.run("const r = document.getElementById('stage').getBoundingClientRect(); return [r.top, r.height]")
                beyond = self.browser.run("""return [...document.querySelectorAll('.panel *')].filter(
                    (e) => e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 80))""")
                self.assertEqual(beyond, [], step)
                self.assertEqual(photo[0], 0)
                self.assertGreater(photo[1], 0.3 * height)
            self.shot(f'annotate-{width}x{height}')

    def test_every_scene_of_the_photos_survives(self):
        folder = os.environ.get('TONSURE_TEST_PHOTOS')
        scenes = sorted(glob.glob(os.path.join(folder, '*.scene.json'))) if folder else []
        if not scenes:
            self.skipTest('TONSURE_TEST_PHOTOS names no folder with scenes')
        for path in scenes:
            with open(path, encoding='utf-8') as file:
                scene = json.load(file)
            self.browser.open(self.page)
            self.load(os.path.join(folder, scene['image']), path)
            self.wait(lambda: self.said().startswith(('Opened', os.path.basename(path))), path)
            self.assertIn('Opened', self.said())
            summary = self.browser.run("return document.getElementById('summary').textContent")
            self.assertIn('All checks pass', summary, path)
            saved = self.save(os.path.splitext(scene['image'])[0] + '.scene.json')
            self.assertEqual(saved.pop('schema'), 'tonsure.scene/1')
            self.assertEqual(saved, scene, path)


if __name__ == '__main__':
    run_tests(AnnotateTest, 'page', 'check_scene_file')
