"""The hairline that the page bends is the library's: pull_test.py PAGE_SCRIPT PRINT_PULLS

`pull` of the page's script and what controls do in src/design/hairline_edge.cpp are one function written twice. The
script's is taken out of it as text and run in Chromium on the random lines that PRINT_PULLS gives with the library's
answers.
"""
import json
import re
import subprocess
import unittest

from webdriver import Browser, run_tests

LINES = 1000
# Some ten roundings to double precision (1.1e-16 each) of differences up to twice the largest pull. The share of the way
# between two controls that lie next to each other is as exact: its parts are differences of the same numbers.
TOLERANCE = 1e-14


def definition(script, start, end):
    """The text of a definition of the page's script from its start to its end, each a regular expression."""
    found = re.findall(start + '.*?' + end, script, re.DOTALL | re.MULTILINE)
    assert len(found) == 1, f'{len(found)} definitions match {start}'
    return found[0]


class PullTest(unittest.TestCase):
    page_script = None
    print_pulls = None

    def test_the_page_bends_as_the_library_does(self):
        lines = json.loads(subprocess.run([self.print_pulls, str(LINES)], check=True, capture_output=True, text=True).stdout)
        self.assertEqual(len(lines), LINES)
        with open(self.page_script, encoding='utf-8') as file:
            script = file.read()
        functions = definition(script, r'^  const clamp = ', r';$') + definition(script, r'^  function pull\(', r'^  \}$')
        with Browser() as browser:
            answers = browser.run(functions + 'return arguments[0].map((line) => line.at.map((at) => pull(line.controls, at)))',
                                  lines)
        for number, (line, answer) in enumerate(zip(lines, answers)):
            largest = max((abs(control['forward_mm']) for control in line['controls']), default=0)
            for at, library, page in zip(line['at'], line['pulls'], answer):
                self.assertAlmostEqual(page, library, delta=TOLERANCE * largest,
                                       msg=f'line {number} at {at}, controls {line["controls"]}')

    def test_lines_try_what_is_hard(self):
        lines = json.loads(subprocess.run([self.print_pulls, str(LINES)], check=True, capture_output=True, text=True).stdout)
        controls = [line['controls'] for line in lines]
        pairs = [(a, b) for some in controls for a, b in zip(some, some[1:])]
        self.assertTrue(any(not some for some in controls))
        self.assertTrue(any(len(some) == 32 for some in controls))
        for at in (-1, 1):
            self.assertTrue(any(control['at'] == at for some in controls for control in some))
        self.assertTrue(any(a['at'] == b['at'] and a['forward_mm'] != b['forward_mm'] for a, b in pairs))
        self.assertTrue(any(control['forward_mm'] == 0 for some in controls for control in some))
        self.assertTrue(any(abs(control['forward_mm']) == 1e9 for some in controls for control in some))


if __name__ == '__main__':
    run_tests(PullTest, 'page_script', 'print_pulls')
