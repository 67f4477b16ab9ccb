// Small drawings, in the colour of the words beside them.
import { html } from "lit";

export const drawn = (path: string) => html`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path}></path></svg>`;

export const icons = {
  brand: drawn("M10 2.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6M12.8 7.3a3.9 3.9 0 1 0 0 5.4"),
  generate: drawn("M10 2.5 11.8 8l5.7 2-5.7 2L10 17.5 8.2 12l-5.7-2 5.7-2z"),
  credits: drawn("M2.5 6.5A2 2 0 0 1 4.500 4.500h11a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2zM2.500 8.500h15M6 12.500h3"),
  plans: drawn("M10 2.500 17.500 6 10 9.500 2.500 6zM2.500 10 10 13.500 17.500 10M2.500 14 10 17.500 17.500 14"),
  usage: drawn("M3 17h14M5 14V9M10 14V4M15 14v-3"),
  company: drawn("M3 17.500V5.500l6-3v15M9 7.500h8v10M2 17.500h16M5.800 7.500v.010M5.800 10.500v.010M5.800 13.500v.010M12 10.500h2M12 13.500h2"),
  rulebooks: drawn("M10 5.500C8 4 5.500 3.500 2.500 3.500V15c3 0 5.500.500 7.500 2 2-1.500 4.500-2 7.500-2V3.500c-3 0-5.500.500-7.500 2zM10 5.500V17"),
  leave: drawn("M8 3H4.500v14H8M12 6.500 15.500 10 12 13.500M15.500 10H8"),
  cross: drawn("m5 5 10 10M15 5 5 15"),
  plus: drawn("M10 4v12M4 10h12"),
  turn: drawn("M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3"),
  bell: drawn("M5 8.500a5 5 0 0 1 10 0c0 4.500 1.800 5.500 1.800 5.500H3.200S5 13 5 8.500M8.300 16.800a2 2 0 0 0 3.400 0"),
  pen: drawn("M3.500 16.500l.8-3.400L13.200 4.200l2.600 2.600-8.900 8.900zM11.500 6l2.600 2.600"),
  bin: drawn("M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5"),
  clock: drawn("M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M10 6v4.200l2.800 1.800"),
  forward: drawn("M4 10h12M11 5l5 5-5 5"),
  down: drawn("m5.500 8 4.500 4.500L14.500 8"),
  dots: drawn("M4.600 9.400a.6.6 0 1 0 0 1.200.6.6 0 0 0 0-1.200M10 9.400a.6.6 0 1 0 0 1.200.6.6 0 0 0 0-1.200M15.400 9.400a.6.6 0 1 0 0 1.200.6.6 0 0 0 0-1.200"),
  person: drawn("M10 9.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400M3.800 17a6.200 6.200 0 0 1 12.400 0"),
  tick: drawn("m4 10.500 4 4 8-9"),
};
