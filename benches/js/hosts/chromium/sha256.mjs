// Browsers hash by themselves only in promises, which take longer than this for texts so short.
import { sha256 as bytesOf } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export const sha256 = (text) => bytesToHex(bytesOf(utf8ToBytes(text)));
