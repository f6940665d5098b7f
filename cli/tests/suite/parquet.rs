//! Parquet files: read by a column, written without the rows that go, refused where there is no sense in them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{refused, run, scratch, status, stderr, stdout};

const FERRY: &str =
    "The harbour lights were switched on at dusk, and the last ferry left with forty passengers.";
const HENS: &str =
    "Two bicycles and a crate of hens were bound for the island market on the other side.";
const RAIN: &str =
    "Then the rain came over the hills, and nobody went out again before the morning.";

const SCHEMA: &str = "message rows {
    required int64 id;
    optional group doc { optional binary body (STRING); }
    optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
    optional double weight;
}";

/// A row: its text, its tags, its weight.
type Row<'r> = (Option<&'r str>, Option<Vec<&'r str>>, Option<f64>);

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(text)
}

/// Row groups of these lengths.
fn write(path: &Path, rows: &[Row<'_>], groups: &[usize], properties: WriterProperties) {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let file = File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    let mut start = 0;
    for length in groups {
        let mut group = writer.next_row_group().unwrap();
        write_group(&mut group, start, &rows[start..start + length]);
        group.close().unwrap();
        start += length;
    }
    writer.close().unwrap();
}

fn write_group(group: &mut SerializedRowGroupWriter<'_, File>, start: usize, rows: &[Row<'_>]) {
    let ids: Vec<i64> = (0..).skip(start).take(rows.len()).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&ids, None, None).unwrap();
    column.close().unwrap();
    let texts: Vec<ByteArray> = rows.iter().filter_map(|row| row.0.map(bytes)).collect();
    let levels: Vec<i16> = rows.iter().map(|row| if row.0.is_some() { 2 } else { 0 }).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
    column.close().unwrap();
    let tags: Vec<ByteArray> =
        rows.iter().flat_map(|row| row.1.iter().flatten()).map(|tag| bytes(tag)).collect();
    let (mut levels, mut repetitions) = (Vec::new(), Vec::new());
    for row in rows {
        let length = row.1.as_ref().map_or(0, Vec::len);
        let level = i16::from(row.1.is_some());
        levels.extend(if length == 0 { vec![level] } else { vec![3; length] });
        repetitions.extend((0..length.max(1)).map(|place| i16::from(place > 0)));
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&tags, Some(&levels), Some(&repetitions)).unwrap();
    column.close().unwrap();
    let weights: Vec<f64> = rows.iter().filter_map(|row| row.2).collect();
    let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.2.is_some())).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&weights, Some(&levels), None).unwrap();
    column.close().unwrap();
}

fn rows<'r>() -> Vec<Row<'r>> {
    vec![
        (Some(FERRY), Some(vec!["a", "b"]), Some(0.5)),
        (None, None, None),
        (Some(HENS), Some(vec![]), Some(2.0)),
        (Some(FERRY), Some(vec!["c"]), Some(7.0)),
        (Some(RAIN), None, None),
        (Some(HENS), Some(vec!["d", "e", "f"]), Some(1.0)),
    ]
}

fn file(directory: &Path, name: &str) -> PathBuf {
    let path = directory.join(name);
    write(&path, &rows(), &[2, 0, 3, 1], WriterProperties::builder().build());
    path
}

/// The rows as texts, without the columns that are named.
fn read(path: &Path) -> Vec<String> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_column_is_scanned_row_by_row() {
    let path = file(&scratch("parquet_scan"), "rows.parquet");
    let output = run(&["scan", name(&path), "--field", "doc.body", "--format", "json"]);
    assert_eq!(status(&output), 1, "{}", stderr(&output));
    let report: Value = serde_json::from_str(stdout(&output)).unwrap();
    let document = &report["documents"][0];
    assert_eq!(
        (&document["format"], &document["rows"]["without_text"]),
        (&"parquet".into(), &1.into())
    );
    let lines: Vec<u64> = document["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [1, 3, 4, 6]);
    let text = run(&["scan", name(&path), "--field", "doc.body"]);
    assert!(stdout(&text).contains("rows.parquet:6: copy of line 3"), "{}", stdout(&text));
}

#[test]
fn files_are_known_by_their_beginning_and_found_in_directories() {
    let directory = scratch("parquet_names");
    fs::rename(file(&directory, "rows.parquet"), directory.join("rows")).unwrap();
    let unnamed = directory.join("rows");
    assert_eq!(status(&run(&["scan", name(&unnamed), "--field", "doc.body"])), 1);
    file(&directory, "other.parquet");
    fs::write(directory.join("a.txt"), "Nothing.\n").unwrap();
    let found = run(&["scan", name(&directory), "--field", "doc.body"]);
    assert!(stdout(&found).contains("in 2 documents"), "{}", stdout(&found));
    let alone = run(&["scan", name(&directory), "--field", "doc.body", "--input", "parquet"]);
    assert!(stdout(&alone).contains("in 1 document,"), "{}", stdout(&alone));
    refused(&run(&["scan", name(&unnamed), "--input", "jsonl"]), "found a Parquet file");
}

/// The rows that stay, of `rows()`, as they were.
#[track_caller]
fn stays(options: &[&str], input: &Path, expected: &[usize]) {
    let output = input.with_file_name("out.parquet");
    let arguments = [&["dedup", name(input), "-o", name(&output), "--field", "doc.body"], options];
    let done = run(&arguments.concat());
    assert_eq!(status(&done), 0, "{}", stderr(&done));
    let rows = read(input);
    assert_eq!(read(&output), expected.iter().map(|row| rows[*row].clone()).collect::<Vec<_>>());
}

#[test]
fn rows_that_stay_have_all_their_columns() {
    let path = file(&scratch("parquet_dedup"), "rows.parquet");
    stays(&[], &path, &[0, 1, 2, 4]);
    stays(&["--keep", "id"], &path, &[1, 3, 4, 5]);
    stays(&["--max-copies", "2"], &path, &[0, 1, 2, 3, 4, 5]);
    stays(&["--against", name(&path)], &path, &[1]);
}

#[test]
fn schema_packing_and_metadata_stay() {
    let directory = scratch("parquet_properties");
    let (input, output) = (directory.join("rows.parquet"), directory.join("out.parquet"));
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
    ];
    for packing in packings {
        let known = KeyValue::new("note".to_owned(), "kept".to_owned());
        let properties = WriterProperties::builder()
            .set_compression(packing)
            .set_writer_version(WriterVersion::PARQUET_2_0)
            .set_key_value_metadata(Some(vec![known.clone()]))
            .build();
        write(&input, &rows(), &[4, 2], properties);
        stays(&[], &input, &[0, 1, 2, 4]);
        let [before, after] = [&input, &output]
            .map(|path| SerializedFileReader::new(File::open(path).unwrap()).unwrap());
        let metadata = after.metadata();
        assert_eq!(metadata.file_metadata().schema(), before.metadata().file_metadata().schema());
        assert!(metadata.file_metadata().key_value_metadata().unwrap().contains(&known));
        assert_eq!(metadata.num_row_groups(), 2);
        assert_eq!(metadata.row_group(0).column(1).compression(), packing);
    }
}

#[test]
fn several_files_become_one() {
    let directory = scratch("parquet_several");
    let (one, two) = (file(&directory, "one.parquet"), file(&directory, "two.parquet"));
    let (output, removed) = (directory.join("out.parquet"), directory.join("removed.jsonl"));
    let done = run(&[
        "dedup",
        name(&one),
        name(&two),
        "-o",
        name(&output),
        "--field",
        "doc.body",
        "--removed",
        name(&removed),
    ]);
    assert_eq!(status(&done), 0, "{}", stderr(&done));
    assert_eq!(read(&output).len(), 5);
    let listed = fs::read_to_string(&removed).unwrap();
    let listed: Vec<Value> =
        listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed.iter().filter(|one| one["lines"] == 6).count(), 2);
    let last = listed.last().unwrap();
    assert_eq!(
        (&last["id"], &last["line"], &last["representative"]["line"]),
        (&5.into(), &6.into(), &3.into())
    );

    let schema =
        Arc::new(parse_message_type("message rows { optional binary text (STRING); }").unwrap());
    let other = directory.join("other.parquet");
    SerializedFileWriter::new(File::create(&other).unwrap(), schema, Arc::default())
        .unwrap()
        .close()
        .unwrap();
    let mixed =
        run(&["dedup", name(&one), name(&other), "-o", name(&output), "--field", "doc.body"]);
    refused(&mixed, "other.parquet: expected the columns of");
    let alone = run(&["dedup", name(&other), "-o", name(&output)]);
    assert_eq!((status(&alone), read(&output).len()), (0, 0));
}

#[test]
fn rows_that_are_documents_lose_their_paragraphs() {
    let directory = scratch("parquet_documents");
    let input = directory.join("rows.parquet");
    let first = format!("{FERRY}\n\n{HENS}\n");
    let second = format!("{RAIN}\n\n{FERRY}\n");
    let rows: Vec<Row<'_>> = vec![
        (Some(&first), None, None),
        (Some(&second), Some(vec!["x"]), None),
        (Some(HENS), None, None),
    ];
    write(&input, &rows, &[3], WriterProperties::default());
    let output = directory.join("out.parquet");
    let dedup = ["dedup", name(&input), "-o", name(&output), "--field", "doc.body", "--paragraphs"];
    assert_eq!(status(&run(&dedup)), 0);
    let texts = |path: &Path| {
        let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
        let texts = reader.get_row_iter(None).unwrap().map(|row| {
            match row.unwrap().get_column_iter().nth(1) {
                Some((_, Field::Group(doc))) => doc.to_string(),
                other => panic!("{other:?}"),
            }
        });
        texts.collect::<Vec<_>>()
    };
    let (before, after) = (texts(&input), texts(&output));
    assert_eq!(after.len(), 2);
    assert_eq!(after[0], before[0]);
    assert!(after[1].contains(RAIN) && !after[1].contains(FERRY), "{}", after[1]);
    let kept = run(&[&dedup[..], &["--emptied", "keep"]].concat());
    assert_eq!((status(&kept), texts(&output).len()), (0, 3));
}

#[test]
fn notes_are_columns() {
    let directory = scratch("parquet_notes");
    let input = file(&directory, "rows.parquet");
    let output = directory.join("out.parquet");
    let dedup = ["dedup", name(&input), "-o", name(&output), "--field", "doc.body", "--annotate"];
    assert_eq!(status(&run(&dedup)), 0);
    let noted = read(&output);
    assert_eq!(noted.len(), 6);
    assert!(
        noted[3].contains("paradup_representative: \"0\"") && noted[3].contains("paradup_line: 1"),
        "{}",
        noted[3]
    );
    assert!(noted[0].contains("paradup_ground: null"), "{}", noted[0]);
    assert_eq!(status(&run(&[&dedup[..], &["--paragraphs"]].concat())), 0);
    assert!(read(&output)[3].contains("paradup_paragraphs: 1"), "{}", read(&output)[3]);
    let again = directory.join("again.parquet");
    let arguments = [
        "dedup",
        name(&output),
        "-o",
        name(&again),
        "--field",
        "doc.body",
        "--annotate",
        "--paragraphs",
    ];
    refused(&run(&arguments), "has a column \"paradup_paragraphs\" already");
}

#[test]
fn columns_that_hold_no_text_are_refused_by_name() {
    let path = file(&scratch("parquet_columns"), "rows.parquet");
    let scan = |field: &str| run(&["scan", name(&path), "--field", field]);
    refused(
        &scan("text"),
        "rows.parquet: expected a column \"text\", found \"id\", \"doc.body\", ",
    );
    refused(&scan("id"), "expected a column \"id\" of strings, found one of INT64");
    refused(
        &scan("tags"),
        "expected one value of \"tags\" in each row, found a list; write a row for each",
    );
    refused(&scan("doc"), "as in --field doc.body");
    let keep = run(&["dedup", name(&path), "-o", "-", "--field", "doc.body", "--keep", "tags"]);
    refused(&keep, "found a list");
    let keep = run(&["dedup", name(&path), "-o", "-", "--field", "doc.body", "--keep", "weight"]);
    refused(&keep, "rows.parquet:2: expected a field \"weight\", found none");
}

#[test]
fn what_is_no_parquet_or_goes_elsewhere_is_refused() {
    let directory = scratch("parquet_refused");
    let path = file(&directory, "rows.parquet");
    let dedup = |output: &str| run(&["dedup", name(&path), "-o", output, "--field", "doc.body"]);
    refused(&dedup("out.jsonl"), "expected an output named for Parquet");
    refused(&dedup("out.parquet.zst"), "Parquet packs its columns by itself");
    refused(
        &run(&["dedup", "-", "--input", "parquet", "-o", "-"]),
        "expected the name of a file, found a stream",
    );
    let whole = fs::read(&path).unwrap();
    let cut = directory.join("cut.parquet");
    for (bytes, reason) in [
        (&whole[..whole.len() - 1], "cut short, damaged"),
        (&whole[..20], "cut short, damaged"),
        (b"".as_slice(), "found an empty one"),
        (b"{\"text\":1}".as_slice(), "which begins with PAR1"),
        (b"PARE and so on".as_slice(), "found an encrypted one"),
    ] {
        fs::write(&cut, bytes).unwrap();
        refused(&run(&["scan", name(&cut), "--field", "doc.body"]), reason);
        refused(&run(&["dedup", name(&cut), "-o", "-", "--field", "doc.body"]), reason);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever a damaged file says of itself, there is an answer or a message.
    #[test]
    fn damage_ends_in_a_message(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet_damage");
        fs::create_dir_all(&directory).unwrap();
        let path = file(&directory, "rows.parquet");
        let mut bytes = fs::read(&path).unwrap();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        fs::write(&path, bytes).unwrap();
        let output = run(&["dedup", name(&path), "--dry-run", "--field", "doc.body", "--keep", "id"]);
        prop_assert!(matches!(output.status.code(), Some(0 | 2)), "{}", stderr(&output));
        prop_assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}

#[test]
fn each_file_has_an_output_of_its_own() {
    let directory = scratch("parquet-shards");
    let input = directory.join("in");
    fs::create_dir(&input).unwrap();
    let [one, two] = ["a.parquet", "b.parquet"].map(|name| file(&input, name));
    let out = directory.join("out");
    let output =
        run(&["dedup", name(&input), "--field", "doc.body", "-o", &format!("{}/", name(&out))]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let kept = read(&out.join("a.parquet"));
    let expected: Vec<String> = [0, 1, 2, 4].map(|row| read(&one)[row].clone()).into();
    assert_eq!(kept, expected);
    assert_eq!(read(&out.join("b.parquet")), [read(&two)[1].clone()], "the row without a text");
    let manifest = fs::read(out.join("paradup.manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["shards"][1]["rows"]["removed"], 5);
    let packed = ["dedup", name(&input), "--field", "doc.body", "-o", name(&out), "--pack", "gz"];
    refused(&run(&packed), "Parquet packs its columns by itself");
}
