"""Pages of photos with hostile names, written by the command: hostile_name_test.py TONSURE

Each is opened from file://, used, and the command that it shows is pasted into a shell.
"""
import json
import os
import shlex
import subprocess
import tempfile
import unittest

from webdriver import Browser, run_tests

ATTACK = '</title></textarea><script>window.hacked=1</script><img src=x onerror=window.hacked=1>&amp;"\'\\\u202e\u2028'
NAMES = [
    '"><script>alert(1)<\\script><img src=x onerror=window.hacked=1>',
    "&amp;&lt;b> it's $(touch run) `touch run` ; touch run",
    '--out\n; touch run\n\x1b[31m\x85\u202egnp.exe\u2028\udcff\udcc3(',  # what no UTF-8 is, too
]


def shown(text):
    """The text as the page has it."""
    return ''.join('\ufffd' if c < ' ' and c not in '\t\n' or '\x7f' <= c <= '\x9f' or '\u202a' <= c <= '\u202e' or
                   '\udc80' <= c <= '\udcff' else c for c in text)


class HostileNameTest(unittest.TestCase):
    command = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='tonsure-hostile-')
        cls.addClassCleanup(cls.folder.cleanup)
        cls.run_command('phantom', '--size', '240x240', '--out', cls.path('phantom'))
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)
        cls.browser.__enter__()
        cls.browser.devtools('Browser.setDownloadBehavior', behavior='deny')

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder.name, *names)

    @classmethod
    def run_command(cls, *arguments, folder=None):
        subprocess.run([cls.command, *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def page_of(self, name, number):
        """Writes the page of a photo of that name, in a folder that holds nothing else."""
        folder = self.path(str(number))
        os.makedirs(folder)
        os.link(self.path('phantom', 'photo.png'), os.path.join(folder, name + '.png'))
        with open(self.path('phantom', 'photo.scene.json'), encoding='utf-8') as file:
            scene = json.load(file)
        scene.update({'notes': ATTACK, 'image': name.encode('utf-8', 'replace').decode() + '.png', ATTACK: ATTACK})
        with open(os.path.join(folder, name + '.scene.json'), 'w', encoding='utf-8') as file:
            json.dump(scene, file)
        with open(os.path.join(folder, 'style.json'), 'w', encoding='utf-8') as file:
            json.dump({'name': 'style ' + ATTACK}, file)
        self.run_command('preview', './' + name + '.png', '--treatment', 'style.json', '--out', 'out', folder=folder)
        return folder

    def test_page_is_text_and_works_and_its_command_finds_the_photo(self):
        for number, name in enumerate(NAMES):
            with self.subTest(name=name):
                folder = self.page_of(name, number)
                self.browser.console()
                self.browser.open(os.path.join(folder, 'out', 'preview.html'))
                self.browser.settle()
                run = self.browser.run
                # as the page has it, so that no script has run
                self.assertEqual(run("return document.querySelector('h1').textContent"), shown(name) + '.png')
                self.assertIn('style ' + shown(ATTACK), run('return document.body.textContent'))
                self.assertEqual(run('return [document.scripts.length, document.images.length, '
                                     "document.querySelectorAll('[onerror], b, a').length]"), [1, 5, 0])
                self.assertIsNone(run('return window.hacked === undefined ? null : window.hacked'))
                # It works: keys, and the editor of the hairline.
                self.browser.key('b')
                self.assertEqual(run("return document.getElementById('divider').getAttribute('aria-valuenow')"), '100')
                self.browser.click('#edit-hairline')
                self.browser.run("document.querySelectorAll('.handle')[3].focus()")
                self.browser.key('PageUp')
                treatment = run("return document.getElementById('hairline-treatment').value")
                self.assertEqual(json.loads(treatment)['name'], 'style ' + ATTACK)
                self.assertEqual(self.browser.console(), [], 'violations of the policy, errors')
                # Its command, pasted.
                with open(os.path.join(folder, 'mine.treatment.json'), 'w', encoding='utf-8') as file:
                    file.write(treatment)
                text = run("return document.getElementById('hairline-command').textContent")
                self.assertTrue(all(c >= ' ' and not '\x7f' <= c <= '\x9f' and not '\u202a' <= c <= '\u202e' and
                                    c not in '\u2028\ufffd' for c in text), text)
                script = 'tonsure() { ' + shlex.quote(self.command) + ' "$@"; }\n' + text
                result = subprocess.run(['bash', '-c', script], cwd=folder, capture_output=True, check=False)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertTrue(os.path.exists(os.path.join(folder, 'result', 'preview.html')))
                self.assertFalse(os.path.exists(os.path.join(folder, 'run')), 'a part of the name was run')


if __name__ == '__main__':
    run_tests(HostileNameTest, 'command')
