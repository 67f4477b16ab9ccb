//! Writing answers as JSON text.
//!
//! `serde_json` would do it as well, at twice the code: it can write to anything, fail anywhere and
//! print any float, and none of that is wanted here.

use core::fmt::{self, Display};

use serde::ser::{self, Serialize};

use super::canonical::write_text;
use crate::digits::push_whole;

/// An answer as JSON text: canonical where its fields stand in the order of their names.
pub(crate) fn write(answer: &impl Serialize) -> String {
    write_sized(answer, PART_BYTES)
}

/// The same, of which it is known that it takes about so many bytes.
pub(crate) fn write_sized(answer: &impl Serialize, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    append(&mut text, answer);
    text
}

/// The same without the names of fields, and with nothing for what is missing: a text that is not for reading,
/// but other things have another one.
pub(crate) fn write_dense(content: &impl Serialize, bytes: usize) -> String {
    let mut writer = Writer { out: String::with_capacity(bytes), bare: false, dense: true };
    _ = content.serialize(&mut writer);
    writer.out
}

/// Writes an answer behind what is written already.
pub(crate) fn append(text: &mut String, answer: &impl Serialize) {
    let mut writer = Writer { out: core::mem::take(text), bare: false, dense: false };
    // Answers are made of texts, numbers and lists with text keys: writing them cannot fail.
    _ = answer.serialize(&mut writer);
    *text = writer.out;
}

/// Most parts of an answer or an account fit into so many bytes.
const PART_BYTES: usize = 64;

/// Most answers fit into so many bytes, so that they are not moved while they are written.
pub(crate) const ANSWER_BYTES: usize = 2_048;

/// The name of what wraps a number that is written as text: here it stands without quotes.
pub(crate) const NUMBER: &str = "bursar::Number";

struct Writer {
    out: String,
    /// Whether the text that comes next is to stand without quotes.
    bare: bool,
    /// Whether fields are told by their places, and what is missing by nothing.
    dense: bool,
}

/// What never happens.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not to be written as JSON")
    }
}

impl core::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Done = Result<(), Unwritable>;

/// An object or a list under way.
pub(crate) struct Open<'w> {
    writer: &'w mut Writer,
    is_first: bool,
    end: &'static str,
}

impl Writer {
    fn open(&mut self, begin: &str, end: &'static str) -> Open<'_> {
        self.out.push_str(begin);
        Open { writer: self, is_first: true, end }
    }

    fn whole(&mut self, negative: bool, size: u64) {
        if negative {
            self.out.push('-');
        }
        push_whole(&mut self.out, size);
    }
}

impl Open<'_> {
    fn next(&mut self) {
        if !self.is_first {
            self.writer.out.push(',');
        }
        self.is_first = false;
    }

    fn name(&mut self, name: &str) {
        self.next();
        // Names of fields need no escapes.
        self.writer.out.push('"');
        self.writer.out.push_str(name);
        self.writer.out.push_str("\":");
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "the last word of whatever ends, which serde wants as a result"
    )]
    fn close(self) -> Done {
        self.writer.out.push_str(self.end);
        Ok(())
    }
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Open<'w>;
    type SerializeTupleVariant = Open<'w>;
    type SerializeMap = Open<'w>;
    type SerializeStruct = Open<'w>;
    type SerializeStructVariant = Open<'w>;

    fn serialize_bool(self, flag: bool) -> Done {
        self.out.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Done {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Done {
        self.whole(number < 0, number.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Done {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Done {
        self.whole(false, number);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(Unwritable)
    }

    /// No answer has one: a number that is no whole one is written as [`NUMBER`].
    fn serialize_f64(self, _: f64) -> Done {
        Err(Unwritable)
    }

    fn serialize_char(self, character: char) -> Done {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Done {
        if core::mem::take(&mut self.bare) {
            self.out.push_str(text);
        } else {
            write_text(text, &mut self.out);
        }
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        if !self.dense {
            self.out.push_str("null");
        }
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Done {
        self.bare = name == NUMBER;
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let mut open = self.open("{", "}");
        open.name(variant);
        value.serialize(&mut *open.writer)?;
        open.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, Unwritable> {
        self.open("{", "}").name(variant);
        Ok(self.open("[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w>, Unwritable> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'w>, Unwritable> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, Unwritable> {
        self.open("{", "}").name(variant);
        Ok(self.open("{", "}}"))
    }

    /// Says no, so that a [`NUMBER`] hands over its text, which is exact, and no float.
    fn is_human_readable(&self) -> bool {
        false
    }
}

/// What is written item by item is a list, by whichever of serde's names.
macro_rules! lists {
    ($($trait:ident: $add:ident),*) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                self.next();
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Done {
                self.close()
            }
        }
    )*};
}

lists!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

/// What is written field by field is an object.
macro_rules! objects {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
                if self.writer.dense {
                    self.next();
                } else {
                    self.name(name);
                }
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Done {
                self.close()
            }
        }
    )*};
}

objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Unwritable;

    /// Every key is a text.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        self.next();
        key.serialize(&mut *self.writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.writer.out.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Done {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::write;
    use crate::price::Number;

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Kind {
        Plain,
        With { number: i64 },
        Of(&'static str),
        Both(u8, char),
    }

    #[derive(Serialize)]
    struct Whole {
        flag: bool,
        kinds: Vec<Kind>,
        map: BTreeMap<&'static str, Option<u64>>,
        pair: (u64, &'static str),
        text: &'static str,
        unit: (),
    }

    #[test]
    fn it_writes_what_serde_json_writes() {
        let whole = Whole {
            flag: true,
            kinds: vec![Kind::Plain, Kind::With { number: i64::MIN }, Kind::Of("x"), Kind::Both(7, '"')],
            map: BTreeMap::from([("a", None), ("b", Some(u64::MAX)), ("c", Some(0))]),
            pair: (10, "p"),
            text: "a \"text\"\n\u{1}\\ é 💛",
            unit: (),
        };
        assert_eq!(write(&whole), serde_json::to_string(&whole).unwrap());
    }

    #[test]
    fn a_number_is_written_as_it_is_and_handed_to_others_as_one() {
        for text in ["0.5", "12", "-3.25", "0.000000000001"] {
            let number = Number::parse(text).unwrap();
            assert_eq!(write(&number), text);
            assert_eq!(serde_json::to_value(number).unwrap().as_f64(), text.parse().ok());
        }
    }
}
