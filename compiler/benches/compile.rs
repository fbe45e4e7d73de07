//! How long the compiler takes: whole programs, parsing and formatting.
//!
//! `cargo bench -p zonal-compiler`. The goals: a million records from text to linted desired record sets for
//! two providers in one second on one core; 1,000 zones of 50 records each in 100 ms.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

mod program;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use zonal_compiler::compile::{self, Compilation};
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;
use zonal_compiler::syntax::format::format;

fn compiled(sources: &Sources) -> Compilation {
    compile::compile(sources, &Inputs::default(), &Facts::default())
}

/// Text to linted desired record sets. What was measured must be what was meant: all records, no complaint.
fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    for (records, zones, samples) in [(10_000, 1, 50), (100_000, 1, 20), (1_000_000, 1, 10), (50, 1_000, 20)]
    {
        let sources = program::sources(records, zones);
        let compilation = compiled(&sources);
        let found: usize = compilation.zones.iter().map(|zone| zone.records.len()).sum();
        assert!(compilation.diagnostics.is_empty(), "{:?}", compilation.diagnostics.first());
        assert_eq!(found, records * zones);
        drop(compilation);
        group.sample_size(samples).measurement_time(Duration::from_secs(10));
        group.throughput(Throughput::Elements((records * zones) as u64));
        let id = BenchmarkId::from_parameter(format!("{zones} zones of {records} records"));
        group.bench_function(id, |bencher| {
            bencher.iter_batched(|| (), |()| compiled(black_box(&sources)), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn parts(criterion: &mut Criterion) {
    let sources = program::sources(100_000, 1);
    let bytes: u64 = sources.iter().map(|(_, source)| source.text.len() as u64).sum();
    let mut group = criterion.benchmark_group("100,000 records");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));
    group.bench_function("parse", |bencher| bencher.iter(|| compile::parse(black_box(&sources))));
    group.bench_function("format", |bencher| {
        bencher.iter(|| {
            for (_, source) in sources.iter() {
                assert!(format(black_box(&source.text)).is_ok());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, whole, parts);
criterion_main!(benches);
