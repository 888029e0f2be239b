// The lines under the thumbnails: what a stage found on each frame. Where many frames fall on one column of pixels, the most counts.

const margin = 4;

/** `colors`: { kept, dropped, confidence, missing, head }; `place`: of the frame that is looked at. */
export function drawLines(canvas, { frames, range, summary, place, colors, ratio }) {
  const context = canvas.getContext("2d");
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  const columns = columnsOf(frames, range, summary, width);
  const most = Math.max(...columns.map(({ kept, dropped }) => Math.max(kept, dropped)), 1);
  const step = width / columns.length;
  const y = (share) => height - margin * ratio - share * (height - 2 * margin * ratio);
  columns.forEach(({ kept, isMissing, hasProblem }, index) => {
    const [left, right] = [Math.round(index * step), Math.round((index + 1) * step)];
    context.fillStyle = colors.kept;
    context.globalAlpha = 0.45;
    if (kept) context.fillRect(left, y(kept / most), right - left, height - y(kept / most));
    context.globalAlpha = 1;
    context.fillStyle = hasProblem ? colors.dropped : colors.missing;
    if (isMissing || hasProblem) context.fillRect(left, height - 2 * ratio, right - left, 2 * ratio);
  });
  const line = (color, value, dash) => {
    context.strokeStyle = color;
    context.lineWidth = 1.5 * ratio;
    context.setLineDash(dash.map((length) => length * ratio));
    context.beginPath();
    let isDown = false;
    columns.forEach((column, index) => {
      const share = value(column);
      if (share === undefined) return (isDown = false);
      if (isDown) context.lineTo((index + 0.5) * step, y(share));
      else context.moveTo((index + 0.5) * step, y(share));
      isDown = true;
    });
    context.stroke();
  };
  if (summary) {
    line(colors.kept, ({ kept }) => kept / most, []);
    line(colors.dropped, ({ dropped }) => dropped / most, []);
    line(colors.confidence, ({ confidence }) => confidence, [2, 3]);
  }
  context.fillStyle = colors.head;
  const head = ((place + 0.5 - range.first) / (range.end - range.first)) * width;
  context.fillRect(Math.round(head - ratio), 0, Math.round(2 * ratio), height);
}

function columnsOf(frames, { first, end }, summary, width) {
  const count = Math.max(Math.min(end - first, Math.floor(width)), 1);
  return Array.from({ length: count }, (_, column) => {
    const from = first + Math.floor((column * (end - first)) / count);
    const to = first + Math.floor(((column + 1) * (end - first)) / count);
    return frames.slice(from, Math.max(to, from + 1)).reduce(
      (most, { frame, problem }) => {
        const counts = summary?.at(frame);
        return {
          kept: Math.max(most.kept, counts?.kept ?? 0),
          dropped: Math.max(most.dropped, counts?.dropped ?? 0),
          confidence: least(most.confidence, counts?.confidence),
          isMissing: most.isMissing || Boolean(summary && !counts),
          hasProblem: most.hasProblem || Boolean(problem) || Boolean(counts?.skipped),
        };
      },
      { kept: 0, dropped: 0, confidence: undefined, isMissing: false, hasProblem: false },
    );
  });
}

const least = (one, other) => (one === undefined ? other : other === undefined ? one : Math.min(one, other));
