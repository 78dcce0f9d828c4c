"""What the node prints, computed from its description and not by its code.

In:  the commands of a session (the acceptance script, if none).
Out: every line on the service UART.
Written from the headers of fixtures/firmware/telemetry: app/console.h, app/report.h,
app/log.h, drivers/sensor.h, protocol/frame.h, protocol/message.h. Rounding is Python's,
which prints the nearest two decimals of the exact value.
"""

import re

SCRIPT = [
    "help",
    "limit 1040.5",
    "run 16",
    "stat temp",
    "stat batt",
    "send",
    "gain 1.25",
    "run 8",
    "stat light",
    "stat press",
    "send",
    "volume 3",
    "run 2",
    "drop",
    "quit",
]

# name, raw at the foot, raw steps to the top, 256ths of a period for each sample, units
# for each raw step, units at raw 0, trims by raw / 128
CHANNELS = [
    ("temp", 960, 640, 9, 0.0625, -40.0, {8: 2, 9: 3}),
    ("press", 2048, 512, 5, 0.25, 300.0, {17: -1, 18: -2}),
    ("batt", 3000, 256, 3, 5 / 4096, 0.0, {24: 4}),
    ("light", 100, 3000, 17, 0.5, 0.0, {0: 1}),
]
ARGUMENTS = {
    "gain": 1,
    "limit": 1,
    "run": 1,
    "stat": 1,
    "send": 0,
    "drop": 0,
    "help": 0,
    "quit": 0,
}
QUEUE_LIMIT, LINE_MAX = 64, 48


def crc16(crc, data):
    """CRC-16/CCITT bit by bit."""
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


def raw_reading(channel, index):
    _, foot, span, step, *_ = channel
    phase = index * step & 0xFF
    return foot + (span * min(phase, 255 - phase) >> 7)


def frame(sequence, payload):
    """RFC 1662 flags and escapes around sequence, length, payload, CRC."""
    plain = bytes([sequence & 0xFF, len(payload)]) + payload
    plain += crc16(0xFFFF, plain).to_bytes(2, "big")
    stuffed = b"".join(
        bytes([0x7D, b ^ 0x20]) if b in (0x7D, 0x7E) else bytes([b]) for b in plain
    )
    return b"\x7e" + stuffed + b"\x7e"


class Node:
    """One session."""

    def __init__(self):
        self.lines = ["telemetry node, 4 channels"]
        self.raws = [[] for _ in CHANNELS]
        self.totals = [0.0 for _ in CHANNELS]
        self.queue, self.wire, self.sent = [], b"", 0
        self.gain, self.limit, self.alarms = 1.0, 1e9, 0
        self.index, self.quit = 0, False

    def session(self, commands):
        for command in commands:
            if not self.quit:
                self.command(command)
        retries = sum(1 for i in range(self.sent) if (i & 0xFF) % 5 == 4)
        self.lines += [
            f"RESULT link frames={self.sent} bytes={len(self.wire)} "
            f"crc={crc16(0xFFFF, self.wire):04X}",
            f"RESULT link errors=0 retries={retries} alarms={self.alarms}",
            "FAIL" if self.queue else "PASS",
            "--- end of session ---",
        ]
        return "\n".join(self.lines) + "\n"

    def command(self, line):
        self.lines.append("> " + line)
        words = line.split(" ")
        words = [w for w in words if w][:2]  # what follows the second word is ignored
        if not words:
            return
        word, argument = words[0], words[1] if len(words) > 1 else None
        good = word in ARGUMENTS and ARGUMENTS[word] == (argument is not None)
        if not good or not getattr(self, "do_" + word)(argument):
            self.lines.append("? try help")

    def number(self, text):
        return float(text) if re.fullmatch(r"-?\d+(\.\d*)?", text) else None

    def set(self, name, text):
        value = self.number(text)
        if value is None:
            return False
        setattr(self, name, value)
        self.lines.append(f"T {name} {value:.2f}")
        return True

    def do_gain(self, text):
        return self.set("gain", text)

    def do_limit(self, text):
        return self.set("limit", text)

    def do_run(self, text):
        count = self.number(text)
        if count is None or not 0 <= count <= 1000:
            return False
        for _ in range(int(count)):
            self.sample()
        return True

    def sample(self):
        payload = self.index.to_bytes(4, "big")
        for i, channel in enumerate(CHANNELS):
            raw = raw_reading(channel, self.index)
            name, *_, scale, zero, trims = channel
            value = ((raw + trims.get(raw >> 7, 0)) * scale + zero) * self.gain
            self.raws[i].append(raw)
            self.totals[i] += value
            payload += raw.to_bytes(2, "big")
            if value > self.limit:
                self.alarms += 1
                self.lines.append(f"log {self.index} {name} {value:.2f}")
        if len(self.queue) < QUEUE_LIMIT:
            self.queue.append(payload)
        self.index += 1

    def do_stat(self, name):
        for channel, raws, total in zip(CHANNELS, self.raws, self.totals):
            if channel[0] == name:
                mean = total / len(raws) if raws else 0.0
                low, high = (min(raws), max(raws)) if raws else (0xFFFF, 0)
                raw = sum(raws) * 1000 // len(raws) if raws else 0
                self.lines.append(
                    f"RESULT channel {name} n={len(raws)} low={low} "
                    f"high={high} raw={raw} mean={mean:.2f}"
                )
                return True
        return False

    def do_send(self, _):
        for payload in self.queue:
            self.wire += frame(self.sent, payload)
            self.sent += 1
        self.queue = []
        return True

    def do_drop(self, _):
        self.queue = []
        return True

    def do_help(self, _):
        self.lines.append(
            "gain limit run stat send drop help quit (no printf, no malloc)"
        )
        return True

    def do_quit(self, _):
        self.quit = True
        return True


def pieces(lines):
    """Lines as the node reads them: one of LINE_MAX bytes or more comes in pieces."""
    for line in lines:
        while len(line) >= LINE_MAX:
            yield line[: LINE_MAX - 1]
            line = line[LINE_MAX - 1 :]
        yield line


def expected(commands=None):
    """The whole text of a session."""
    return Node().session(pieces(SCRIPT if commands is None else commands))
