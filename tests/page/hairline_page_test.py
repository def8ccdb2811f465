"""The hairline of the preview page, bent by hand: hairline_page_test.py MAKE_PAGE CHECK_TREATMENT_FILE

MAKE_PAGE draws a straight guide, 4 px down the photo for each mm forward; CHECK_TREATMENT_FILE reads what the page saves
as tonsure does. TONSURE_PAGE_SHOTS as in page_test.py.
"""
import json
import os
import re
import subprocess
import time

from page_test import ATTACK, HEIGHT, WIDTH, PageTest, middle
from webdriver import run_tests

PX_PER_MM = 4
PLANNED = [(-0.4, 3.125), (-0.2, 0), (0.8, 0), (0.95, 2)]  # the controls of the plan; the last one is not shown

STATE = '''
const rect = (node) => { const r = node.getBoundingClientRect(); return {x: r.x, y: r.y, width: r.width, height: r.height}; };
const layer = document.getElementById('hairline-layer');
return {handles: [...document.querySelectorAll('.handle')].map((node) => Object.assign(rect(node), {
            now: Number(node.getAttribute('aria-valuenow')), text: node.getAttribute('aria-valuetext'),
            label: node.getAttribute('aria-label'), role: node.getAttribute('role'), shown: node.innerText})),
        layer: rect(layer), on: !layer.hidden, panel: !document.getElementById('hairline').hidden,
        pressed: document.getElementById('edit-hairline').ariaPressed, photo: rect(document.getElementById('before')),
        line: document.getElementById('hairline-bent').getAttribute('d'), now: document.getElementById('divider').ariaValueNow,
        planned: document.getElementById('hairline-planned').getAttribute('d'),
        treatment: document.getElementById('hairline-treatment').value,
        moved: document.getElementById('hairline-moved').textContent,
        said: document.getElementById('hairline-said').textContent};
'''


class HairlineTest(PageTest):
    def setUp(self):
        super().setUp()
        self.browser.devtools('Browser.setDownloadBehavior', behavior='allow', downloadPath=self.browser.folder)
        self.browser.click('#edit-hairline')

    def edit(self):
        return self.browser.run(STATE)

    def px_per_photo_px(self, state):
        return state['photo']['width'] / WIDTH

    def guide_y(self, state, mm=0.0):
        return state['photo']['y'] + (0.3 * HEIGHT + PX_PER_MM * mm) * self.px_per_photo_px(state)

    def drag_handle(self, index, mm, aside_px=0, pointer='mouse'):
        state = self.edit()
        x, y = middle(state['handles'][index])
        down = mm * PX_PER_MM * self.px_per_photo_px(state)
        self.browser.drag([(x, y), (x + aside_px, y + down / 2), (x + aside_px, y + down)], pointer)

    def controls(self):
        return [(c['at'], c['forward_mm']) for c in json.loads(self.edit()['treatment'])['hairline']['controls']]

    def as_tonsure_reads(self, text, places):
        path = os.path.join(self.folder.name, 'read.treatment.json')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        answer = subprocess.run([self.check_treatment_file, path, *map(repr, places)], check=True, capture_output=True,
                                text=True).stdout
        return [line.split() for line in answer.splitlines()]

    def assert_only_controls_differ(self, text):
        before = self.browser.run("return document.getElementById('hairline-treatment').defaultValue")
        start, end = (treatment.index('"controls": [', treatment.index('"hairline"')) for treatment in (before, text))
        self.assertEqual(before[:start], text[:end])
        self.assertEqual(before[before.index(']', start):], text[text.index(']', end):])


class Desktop(HairlineTest):
    def test_is_off_until_asked_for(self):
        state = self.edit()
        self.assertEqual((state['on'], state['panel'], state['pressed']), (True, True, 'true'))
        self.browser.key('h')
        state = self.edit()
        self.assertEqual((state['on'], state['panel'], state['pressed']), (False, False, 'false'))
        self.browser.open(self.page)
        self.browser.settle()
        self.assertEqual(self.edit()['on'], False)

    def test_handles_stand_on_the_guide(self):
        for keys in ((), ('1',), ('+', '+')):
            for key in keys:
                self.browser.key(key)
            state = self.edit()
            self.shot('hairline' + ''.join(keys))
            scale = self.px_per_photo_px(state)
            self.assertEqual(len(state['handles']), 9)
            for handle, at in zip(state['handles'], [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]):
                x, y = middle(handle)
                self.assertEqual(handle['role'], 'slider')
                # a hundredth of a photo pixel at up to 200 %, and layout's 1/64 px
                self.assertAlmostEqual(x, state['photo']['x'] + WIDTH * (0.5 + 0.25 * at) * scale, delta=0.05)
                self.assertAlmostEqual(y, self.guide_y(state, handle['now']), delta=0.05)
            self.assertEqual(state['handles'][2]['now'], 3.125)
            self.assertEqual(state['line'], state['planned'])
        self.assertIn('cannot place them anew', self.browser.run("return document.getElementById('hairline').innerText"))

    def test_untouched_it_gives_the_plans_own_treatment(self):
        state = self.edit()
        self.assertEqual(self.controls(), PLANNED)
        self.assertEqual(state['moved'], 'As planned')
        self.assertIn('18446744073709551615', state['treatment'])
        self.assertIn('name ' + ATTACK, json.loads(state['treatment'])['name'])

    def test_a_drag_moves_the_handle_along_its_way_and_changes_the_treatment(self):
        self.drag_handle(5, 7, aside_px=25)
        state = self.edit()
        self.shot('hairline-dragged')
        self.assertEqual(state['handles'][5]['now'], 7)
        self.assertEqual(state['handles'][5]['shown'], '+7 mm')
        self.assertAlmostEqual(middle(state['handles'][5])[1], self.guide_y(state, 7), delta=0.05)
        self.assertAlmostEqual(middle(state['handles'][5])[0], state['photo']['x'] + 0.55 * state['photo']['width'], delta=0.05)
        self.assertEqual(state['moved'], '1 handle moved, by 7 mm')
        self.assertEqual(state['now'], '50')  # the divider stays
        controls = dict(self.controls())
        self.assertEqual(controls[0.2], 7)
        self.assertEqual(controls[-0.4], 3.125)
        self.assertEqual(controls[0.95], 2)  # not shown, and kept
        self.assertEqual(len(controls), 10)
        self.assert_only_controls_differ(state['treatment'])

    def test_tonsure_bends_the_guide_as_the_page_shows_it(self):
        self.drag_handle(4, -6)
        self.drag_handle(5, 7.5)
        self.drag_handle(7, 11)
        state = self.edit()
        self.assertEqual(state['moved'], '3 handles moved, by up to 11 mm')
        scale = self.px_per_photo_px(state)
        line = [tuple(map(float, p.split())) for p in re.split('[ML]', state['line']) if p]
        self.assertEqual(len(line), 95)  # of 101 points, those below 0.9
        places = [-1 + i / 50 for i in range(95)]
        read = self.as_tonsure_reads(state['treatment'], places)
        self.assertEqual(read[0], ['seed', '18446744073709551615'])
        self.assertEqual([(float(a), float(b)) for kind, a, b in read[1:] if kind == 'control'], self.controls())
        pulls = [float(row[2]) for row in read if row[0] == 'pull']
        self.assertGreater(max(pulls), 10.9)
        for (_, y), mm in zip(line, pulls):
            # the path is written in hundredths of a px, the guide's places in 7 digits
            self.assertAlmostEqual(state['layer']['y'] + y, self.guide_y(state, mm), delta=0.02 + 0.01 * scale)

    def test_stops_at_forty_mm(self):
        self.browser.key('-')
        self.drag_handle(6, -60)
        self.assertEqual(self.edit()['handles'][6]['now'], -40)
        self.drag_handle(6, 100)
        self.assertEqual(self.edit()['handles'][6]['now'], 40)
        self.browser.run("document.querySelectorAll('.handle')[6].focus()")
        self.browser.key('PageUp')
        self.assertEqual(self.edit()['handles'][6]['now'], 40)
        self.as_tonsure_reads(self.edit()['treatment'], [])  # within what a treatment may say

    def test_keys_move_a_handle_by_a_millimetre(self):
        self.browser.run("document.querySelectorAll('.handle')[3].focus()")
        start = self.edit()['handles'][3]['now']
        for key, expected in [('ArrowDown', start + 1), ('ArrowDown', start + 2), ('ArrowUp', start + 1),
                              ('ArrowLeft', start + 1), ('ArrowRight', start + 1),  # square to its way
                              ('PageUp', start + 6), ('PageDown', start + 1), ('PageDown', start - 4), ('Delete', start)]:
            self.browser.key(key)
            state = self.edit()
            self.assertAlmostEqual(state['handles'][3]['now'], expected, delta=1e-9)
            self.assertEqual(state['now'], '50', key)
        self.assertEqual(self.controls(), PLANNED)
        self.assertRegex(state['handles'][3]['text'], r'^[0-9.]+ mm forward$')
        self.browser.key('ArrowUp')
        self.browser.key('b')
        self.assertEqual(self.edit()['now'], '100')  # the page's own keys go on

    def test_handles_are_reached_by_tab_in_order(self):
        self.browser.run("document.getElementById('divider').focus()")
        labels = []
        for _ in range(9):
            self.browser.key('Tab')
            labels.append(self.browser.run("return document.activeElement.getAttribute('aria-label')"))
        self.assertEqual(labels[0], 'Hairline, 80 % of the way to its right end')
        self.assertEqual(labels[4], 'Hairline, in the middle')
        self.assertEqual(labels[8], 'Hairline, 80 % of the way to its left end')

    def test_as_planned_puts_all_back(self):
        planned = self.edit()
        self.drag_handle(1, 5)
        self.drag_handle(2, -5)
        self.assertNotEqual(self.edit()['line'], planned['line'])
        self.assertEqual(self.edit()['planned'], planned['line'])
        self.browser.click('#hairline-reset')
        state = self.edit()
        self.assertEqual((state['line'], state['treatment'], state['moved']),
                         (planned['line'], planned['treatment'], 'As planned'))

    def test_downloads_and_copies_what_it_shows(self):
        self.drag_handle(0, 4)
        shown = self.edit()['treatment']
        self.browser.click('#hairline-save')
        path = os.path.join(self.browser.folder, 'mine.treatment.json')
        for _ in range(100):
            if os.path.exists(path):
                break
            time.sleep(0.1)
        with open(path, encoding='utf-8') as file:
            self.assertEqual(file.read(), shown)
        os.remove(path)
        self.browser.devtools('Browser.grantPermissions', permissions=['clipboardReadWrite', 'clipboardSanitizedWrite'])
        self.browser.click('#hairline-copy')
        self.assertEqual(self.edit()['said'], 'Copied.')
        self.assertEqual(self.browser.run('return navigator.clipboard.readText()'), shown)
        self.browser.requested()  # the download's blob: address, which never leaves the page

    def test_command_and_file_are_text(self):
        text = self.browser.run("return document.getElementById('hairline-command').innerText")
        self.assertIn(ATTACK, text)
        self.assertIn('--treatment mine.treatment.json', text)

    def test_a_miss_beside_a_handle_moves_nothing(self):
        state = self.edit()
        x, y = middle(state['handles'][1])  # far from the divider
        self.browser.drag([(x + 40, y + 60), (x + 90, y + 70)])
        after = self.edit()
        self.assertEqual((after['now'], after['treatment']), (state['now'], state['treatment']))

    def test_zoomed_in_it_drags_handles_and_pans_beside_them(self):
        self.browser.key('1')
        self.drag_handle(4, 10)
        state = self.edit()
        self.assertEqual(state['handles'][4]['now'], 10)
        x, y = middle(state['handles'][4])
        self.browser.drag([(x + 60, y + 80), (x + 30, y + 60)])
        self.assertAlmostEqual(self.edit()['photo']['x'], state['photo']['x'] - 30, delta=1)

    def test_no_horizontal_overflow(self):
        self.drag_handle(4, 10)
        for width, height in [(1400, 900), (740, 360), (568, 320), (360, 640), (320, 480)]:
            self.browser.resize(width, height)
            self.browser.settle()
            self.shot(f'hairline-{width}x{height}')
            self.assertLessEqual(self.browser.run('return document.documentElement.scrollWidth'), width)
            wide = self.browser.run('''
                return [...document.querySelectorAll('main *')].filter((e) => !e.closest('.stage') &&
                    e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML.slice(0, 80))''')
            self.assertEqual(wide, [], f'{width}x{height}')


class Phone(HairlineTest):
    ratio = 3
    mobile = True
    size = (360, 640)
    test_handles = Desktop.test_handles_stand_on_the_guide
    test_as_planned = Desktop.test_as_planned_puts_all_back

    def test_a_finger_drags_a_handle(self):
        self.drag_handle(5, 30, pointer='touch')
        self.assertAlmostEqual(self.edit()['handles'][5]['now'], 30, delta=1.2)  # a CSS px is 1.1 mm here
        self.assertEqual(self.edit()['now'], '50')


class WithoutHairline(PageTest):
    def test_a_page_without_handles_offers_none(self):
        subprocess.run([self.make_page, self.page, str(WIDTH), str(HEIGHT), '--no-hairline'], check=True)
        self.browser.open(self.page)
        self.browser.settle()
        for key in ('h', 'Tab', 'ArrowDown'):
            self.browser.key(key)
        shown = self.browser.run('''
            return ['hairline', 'hairline-layer', 'hairline-tools', 'hairline-keys'].filter(
                (id) => document.getElementById(id).offsetParent !== null)''')
        self.assertEqual(shown, [])
        self.assertEqual(self.browser.run("return document.querySelectorAll('.handle').length"), 0)


if __name__ == '__main__':
    run_tests(PageTest, 'make_page', 'check_treatment_file')
