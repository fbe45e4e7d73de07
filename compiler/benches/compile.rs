//! How long it takes from text to linted record sets for two providers.
//!
//! `cargo bench -p zonal-compiler`. The largest case is a million records and wants a quiet machine;
//! `tests/bench/run` measures whole processes beside other tools on the same records.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use zonal_compiler::compile;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;
use zonal_compiler::syntax::format::format;

const PROVIDERS: &str = "\
provider first = zonefile {
  directory    \"out/first\"
  nameservers  ns1.dns-one.example.
}

provider second = zonefile {
  directory    \"out/second\"
  nameservers  ns1.dns-two.example.
}

policy usual default {
  ttl volatile        1m
  ttl application     5m  default
  ttl infrastructure  1h  for MX, CAA
}
";

/// A zone of `records` records in the proportions of an ordinary one.
fn zone(name: &str, records: usize) -> String {
    let mut text = format!("zone {name} on first, second {{\n");
    for n in 0..records {
        let (a, b) = (n / 250 % 250 + 1, n % 250 + 1);
        text += &match n % 16 {
            0..=6 => format!("  host-{n}  A  93.184.{a}.{b}\n"),
            7 | 8 => format!("  host-{}  AAAA  2a00:1450:{a}::{b}\n", n - 7),
            9 | 10 => format!("  www-{n}  CNAME  app-{n}.cloudfront.net.  ttl 1m\n"),
            11 | 12 => format!("  text-{n}  TXT  \"verification={a}-{b}-{n}\"\n"),
            13 => format!("  mail-{n}  MX  10 mx1.mail.example.net., 20 mx2.mail.example.net.\n"),
            14 => format!("  _sip._tcp.sip-{n}  SRV  10 60 5060 sip.example.net.\n"),
            _ => format!("  caa-{n}  CAA  issue \"letsencrypt.org\"\n"),
        };
    }
    text + "}\n"
}

fn program(zones: usize, records: usize) -> Sources {
    let mut sources = Sources::new();
    sources.add("providers.zonal", PROVIDERS);
    for n in 0..zones {
        let name = format!("zone-{n}.example");
        sources.add(format!("{name}.zonal"), zone(&name, records));
    }
    sources
}

fn compile_whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("compile");
    for (name, zones, records) in
        [("10k", 1, 10_000), ("100k", 1, 100_000), ("1M", 1, 1_000_000), ("1000 zones x 50", 1000, 50)]
    {
        let sources = program(zones, records);
        let compiled = compile::compile(&sources, &Inputs::default(), &Facts::default());
        assert!(compiled.diagnostics.is_empty(), "{:?}", compiled.diagnostics.first());
        group.throughput(Throughput::Elements((zones * records) as u64));
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.bench_function(name, |b| {
            b.iter_batched(
                || (),
                |()| compile::compile(black_box(&sources), &Inputs::default(), &Facts::default()),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn parts(c: &mut Criterion) {
    let text = zone("zone-0.example", 100_000);
    let mut sources = Sources::new();
    sources.add("zone.zonal", text.clone());
    let mut group = c.benchmark_group("100k");
    group.sample_size(10);
    group.bench_function("parse", |b| b.iter(|| compile::parse(black_box(&sources))));
    group.bench_function("format", |b| b.iter(|| format(black_box(&text))));
    group.finish();
}

criterion_group!(benches, compile_whole, parts);
criterion_main!(benches);
