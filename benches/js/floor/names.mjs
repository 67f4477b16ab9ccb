// Names by their numbers: those that both sides can know before a command comes, and the few that cross as text.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const NONE = 0;
/** What a command says itself. */
const OWN = { id: -1, note: -2 };

export class Names {
  #numbers = new Map();
  #names = [undefined];
  #outbox;
  #end = 0;

  /** The outbox is where texts lie that are told. */
  constructor(outbox) {
    this.#outbox = outbox;
  }

  /** The number of a name that is known; nothing has one as well. */
  of(name) {
    return name === undefined ? NONE : (this.#numbers.get(name) ?? NONE);
  }

  /** Makes a name known. */
  know(name) {
    if (name === undefined) return NONE;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.push(name) - 1);
    return this.#names.length - 1;
  }

  /** How a text of an answer is told: as what the command said, or as a name that is known. */
  told(text, command) {
    if (text === undefined) return NONE;
    if (text === command.id) return OWN.id;
    if (text === command.note) return OWN.note;
    return this.know(text);
  }

  name(number, command) {
    if (number >= NONE) return this.#names[number];
    return number === OWN.id ? command.id : command.note;
  }

  /** Puts a text that nobody can know where it is read from: its place and its length. */
  put(text) {
    const at = this.#end;
    this.#end += encoder.encodeInto(text, this.#outbox.subarray(at)).written;
    return [at, this.#end - at];
  }

  text(at, length) {
    return decoder.decode(this.#outbox.subarray(at, at + length));
  }
}
