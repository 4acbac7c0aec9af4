// A field in which somebody signs with a finger, a pen or a mouse. What is kept are
// the lines: "x,y x,y;x,y …" in the hidden field beside it.
"use strict";

const prepare = (pad) => {
  const canvas = pad.querySelector("canvas");
  const field = pad.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let lines = field.value ? field.value.split(";").map((line) => line.split(" ").map((point) => point.split(",").map(Number))) : [];

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (part, most) => Math.round(Math.min(Math.max(part, 0), 1) * most);
    return [within((event.clientX - box.left) / box.width, canvas.width), within((event.clientY - box.top) / box.height, canvas.height)];
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    for (const line of lines) {
      pen.beginPath();
      for (const [x, y] of line) pen.lineTo(x, y);
      pen.stroke();
    }
    field.value = lines.map((line) => line.map((point) => point.join(",")).join(" ")).join(";");
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    lines.push([at(event)]);
    draw();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    lines.at(-1).push(at(event));
    draw();
  });
  pad.querySelector("button").addEventListener("click", () => {
    lines = [];
    draw();
  });
  draw();
};

document.querySelectorAll("[data-signature]").forEach(prepare);
