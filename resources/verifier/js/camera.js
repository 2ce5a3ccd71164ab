// The camera: opened when asked for, closed as soon as a code is read. Nothing of it is kept.

import { inFrame } from "./qr.js";

const EVERY = 120; // ms between two looks
let stream = null;

export async function open(video) {
  close(video);
  const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1440 } };
  const opened = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  stream = opened;
  video.srcObject = opened;
  await video.play();
}

export function close(video) {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.srcObject = null;
}

// Looks until `found(text)` says that it has what it wants, or the camera is closed.
export async function look(video, found) {
  const mine = stream;
  while (stream === mine && mine) {
    const text = await inFrame(video);
    if (stream !== mine || (text && (await found(text)))) return;
    await new Promise((later) => setTimeout(later, EVERY));
  }
}

const track = () => stream?.getVideoTracks()[0];
export const hasTorch = () => Boolean(track()?.getCapabilities?.().torch);
export const torch = (on) => track()?.applyConstraints({ advanced: [{ torch: on }] });
