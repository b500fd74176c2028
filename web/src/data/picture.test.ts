import { expect, test } from "vitest";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { heldPictures, LINGERS, Picture, pictures } from "./picture";

/** Unit 0 holds two tracks, of which the second follows nobody; unit 1 holds one. */
const film = readFilm(
  encoded(
    {
      "tracks.picture": ["i4", [0, 0, 1]], "tracks.number": ["i4", [7, 8, 7]], "tracks.first": ["i4", [0, 2, 3]],
      "tracks.count": ["i4", [2, 1, 1]],
      "track.t": ["f4", [10, 20, 15, 10]], "track.lon": ["f4", [0, 1, 5, 6]], "track.lat": ["f4", [0, 0, 5, 6]],
      "track.h": ["f4", [1000, 2000, 0, 0]], "track.major": ["f4", [300, 100, 50, 1]], "track.minor": ["f4", [100, 100, 25, 1]],
      "track.angle": ["f4", [45, 0, 90, 0]], "track.state": ["u1", [0, 1, 2, 1]], "track.threat": ["i4", [2, 2, -1, 2]],
    },
    ["blue/post", "blue/radar", "red/a"],
  ),
); // prettier-ignore

test("holds the tracks of one unit alone, as last held", () => {
  const picture = new Picture(film.tracks, 0);
  picture.to(15, 1);
  expect(picture.count).toBe(2);
  expect([...picture.position.slice(0, 3)]).toEqual([0.5, 0, 1500]);
  expect([...picture.ellipse.slice(0, 3)]).toEqual([300, 100, 45]);
  expect([...picture.state]).toEqual([0, 2]);
  expect([...picture.ghost]).toEqual([0, 1]);
});

test("a track lingers for a sample, and no longer", () => {
  const picture = new Picture(film.tracks, 1);
  picture.to(10 + LINGERS, 0);
  expect(picture.count).toBe(1);
  picture.to(10 + LINGERS + 0.1, 0);
  expect(picture.count).toBe(0);
  picture.to(9.9, 0);
  expect(picture.count).toBe(0);
});

test("counts the tracks of each picture", () => {
  expect([...pictures(film.tracks)]).toEqual([[0, 2], [1, 1]]);
});

test("pictures stand by side, the defence first, a post before what has more tracks; the raid's too where they were filmed", () => {
  const tracks = { ...film.tracks, count: 4, picture: Int32Array.of(2, 0, 0, 1) };
  const held = heldPictures({ ...film, names: ["blue/radar", "blue/post", "red/escort/1"], tracks }, [
    { name: "blue/radar", role: "radar" }, { name: "blue/post", role: "post" },
  ] as never); // prettier-ignore
  expect(held).toEqual([
    { side: "blue", held: [{ name: "blue/post", tracks: 1 }, { name: "blue/radar", tracks: 2 }] },
    { side: "red", held: [{ name: "red/escort/1", tracks: 1 }] },
  ]); // prettier-ignore
});
