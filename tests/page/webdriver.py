"""A small WebDriver client (W3C) that drives headless Chromium, with nothing but the standard library.

`with Browser() as browser:` starts chromedriver on a free port with a fresh profile; leaving the block ends the
browser and the driver, whatever happened in between.
"""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import zlib

PATIENCE_S = 500  # a run takes under 30 s on an idle machine
SKIPPED = 77  # the exit status CTest counts as skipped
ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'  # the key of an element reference (WebDriver, section 11)
KEYS = {'ArrowLeft': '\ue012', 'ArrowUp': '\ue013', 'ArrowRight': '\ue014', 'ArrowDown': '\ue015', 'PageUp': '\ue00e',
        'PageDown': '\ue00f', 'End': '\ue010', 'Home': '\ue011', 'Shift': '\ue008', 'Control': '\ue009',
        'Enter': '\ue007', 'Escape': '\ue00c', 'Delete': '\ue017', 'Backspace': '\ue003', 'Tab': '\ue004'}


def find_programs():
    """Paths of chromium and chromedriver, or None and the reason."""
    driver = shutil.which('chromedriver')
    names = ('chromium', 'chromium-browser', 'google-chrome', 'chrome')
    chromium = next((path for path in map(shutil.which, names) if path), None)
    if not driver or not chromium:
        missing = ' and '.join(name for name, path in (('chromium', chromium), ('chromedriver', driver)) if not path)
        return None, f'SKIPPED: {missing} not found; on Debian: apt-get install chromium chromium-driver'
    return (chromium, driver), ''


def run_tests(test_case, *settings):
    """Sets class attributes of a test case from the command line, then runs all tests of the program.

    Gives up, with the browser closed, before CTest would kill this program and leave the browser behind.
    """
    programs, reason = find_programs()
    if not programs:
        print(reason)
        sys.exit(SKIPPED)
    for name in settings:
        setattr(test_case, name, sys.argv.pop(1))

    def give_up(*_):
        raise TimeoutError(f'not done after {PATIENCE_S} s')
    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, give_up)
    signal.alarm(PATIENCE_S)
    unittest.main(verbosity=2)


class Browser:
    def __init__(self, device_pixel_ratio=1, mobile=False):
        programs, reason = find_programs()
        if not programs:
            raise RuntimeError(reason)
        self.chromium, self.driver_path = programs
        self.device_pixel_ratio = device_pixel_ratio
        self.mobile = mobile
        self.driver = None
        self.session = None
        self.folder = tempfile.mkdtemp(prefix='tonsure-browser-')

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.session:
            try:
                self._call('DELETE', '')
            except Exception:  # the driver may be gone already; its process group is ended below
                pass
        if self.driver:
            self._end_group(signal.SIGTERM, 10)
            self._end_group(signal.SIGKILL, 10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_group(self, how, patience_s):
        """Ends the driver and the browser it started, and waits until they are gone."""
        try:
            for _ in range(patience_s * 20):
                os.killpg(self.driver.pid, how)
                self.driver.poll()  # collects the driver, which else would stay as a zombie
                time.sleep(0.05)
        except ProcessLookupError:
            pass

    def _start(self):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            port = probe.getsockname()[1]
        self.base = f'http://127.0.0.1:{port}'
        # Its own process group, so that the browser can be ended with the driver.
        self.driver = subprocess.Popen([self.driver_path, f'--port={port}', '--log-level=SEVERE'],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(300):
            try:
                if self._request('GET', '/status')['ready']:
                    break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        arguments = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
                     '--disable-background-networking', '--disable-component-update', '--disable-sync',
                     '--disable-default-apps', '--disable-extensions', '--disable-dev-shm-usage',
                     '--no-default-browser-check', '--hide-scrollbars', '--window-size=1400,900',
                     f'--force-device-scale-factor={self.device_pixel_ratio}',
                     f'--user-data-dir={self.folder}/profile']
        if self.mobile:
            arguments.append('--touch-events=enabled')
        options = {'binary': self.chromium, 'args': arguments,
                   'prefs': {'download.default_directory': self.folder, 'download.prompt_for_download': False}}
        wanted = {'alwaysMatch': {'browserName': 'chrome', 'unhandledPromptBehavior': 'accept', 'goog:chromeOptions': options,
                                  'goog:loggingPrefs': {'browser': 'ALL', 'performance': 'ALL'}}}
        self.session = self._request('POST', '/session', {'capabilities': wanted})['sessionId']

    def _request(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {'Content-Type': 'application/json'}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.loads(answer.read())['value']
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.loads(error.read())['value']['message']) from None

    def _call(self, method, path, body=None):
        return self._request(method, f'/session/{self.session}{path}', body)

    def devtools(self, command, **params):
        return self._call('POST', '/goog/cdp/execute', {'cmd': command, 'params': params})

    def resize(self, width, height):
        """Sets the size of the page itself, in CSS px."""
        self.devtools('Emulation.setDeviceMetricsOverride', width=width, height=height,
                      deviceScaleFactor=self.device_pixel_ratio, mobile=self.mobile)

    def open(self, path):
        self._call('POST', '/url', {'url': 'file://' + os.path.abspath(path)})

    def run(self, script, *arguments):
        """Runs the body of a function in the page and returns what it returns."""
        return self._call('POST', '/execute/sync', {'script': script, 'args': list(arguments)})

    def settle(self):
        """Waits until the page has drawn what was asked for so far."""
        self._call('POST', '/execute/async', {
            'script': 'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))',
            'args': []})

    def find(self, css):
        return self._call('POST', '/element', {'using': 'css selector', 'value': css})[ELEMENT]

    def click(self, css):
        self._call('POST', f'/element/{self.find(css)}/click', {})
        self.settle()

    def type_into(self, css, text):
        self._call('POST', f'/element/{self.find(css)}/value', {'text': text})
        self.settle()

    def key(self, *names):
        """Presses keys together, e.g. key('Shift', 'ArrowLeft')."""
        values = [KEYS.get(name, name) for name in names]
        steps = [{'type': 'keyDown', 'value': value} for value in values]
        steps += [{'type': 'keyUp', 'value': value} for value in reversed(values)]
        self._act({'type': 'key', 'id': 'keyboard', 'actions': steps})

    def drag(self, points, pointer='mouse'):
        """Presses at the first (x, y), moves through the others, releases at the last."""
        self._act(self._path(points, pointer, pointer))

    def pinch(self, first, second):
        """Two fingers, each along its own points."""
        self._act(self._path(first, 'touch', 'finger1'), self._path(second, 'touch', 'finger2'))

    def wheel(self, x, y, delta_y):
        self._act({'type': 'wheel', 'id': 'wheel', 'actions': [
            {'type': 'scroll', 'x': round(x), 'y': round(y), 'deltaX': 0, 'deltaY': delta_y}]})

    def _path(self, points, pointer, identity):
        (x, y), rest = points[0], points[1:]
        steps = [{'type': 'pointerMove', 'duration': 0, 'x': round(x), 'y': round(y)},
                 {'type': 'pointerDown', 'button': 0}]
        steps += [{'type': 'pointerMove', 'duration': 40, 'x': round(x), 'y': round(y)} for x, y in rest]
        steps.append({'type': 'pointerUp', 'button': 0})
        return {'type': 'pointer', 'id': identity, 'parameters': {'pointerType': pointer}, 'actions': steps}

    def _act(self, *sources):
        self._call('POST', '/actions', {'actions': list(sources)})
        self._call('DELETE', '/actions')
        self.settle()

    def console(self):
        """What the page wrote to the console since the last call, errors of the browser included."""
        return self._call('POST', '/se/log', {'type': 'browser'})

    def requested(self):
        """Addresses the opened file and what it loads asked for since the last call, data: left out."""
        addresses = []
        for entry in self._call('POST', '/se/log', {'type': 'performance'}):
            message = json.loads(entry['message'])['message']
            # The browser's own start page makes requests too; those are not the page's.
            if message['method'] == 'Network.requestWillBeSent' and \
                    message['params']['documentURL'].startswith('file:'):
                addresses.append(message['params']['request']['url'])
        return [address for address in addresses if not address.startswith('data:')]

    def pixels(self, x, y, width):
        """The screen's colours in a row of one pixel's height, as (red, green, blue)."""
        image = base64.b64decode(self.devtools('Page.captureScreenshot', format='png', clip={
            'x': x, 'y': y, 'width': width, 'height': 1, 'scale': 1})['data'])
        channels = {2: 3, 6: 4}[image[25]]
        data = b''
        at = 8
        while at < len(image):
            length = int.from_bytes(image[at:at + 4], 'big')
            if image[at + 4:at + 8] == b'IDAT':
                data += image[at + 8:at + 8 + length]
            at += length + 12
        kind, *row = zlib.decompress(data)
        for i in range(channels, len(row)):  # PNG's filters, for a row with none above it
            row[i] = (row[i] + {0: 0, 1: row[i - channels], 2: 0, 3: row[i - channels] // 2, 4: row[i - channels]}[kind]) & 255
        return [tuple(row[i:i + 3]) for i in range(0, len(row), channels)]

    def screenshot(self, path):
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self._call('GET', '/screenshot')))
