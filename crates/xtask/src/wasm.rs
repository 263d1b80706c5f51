//! Rust to wasm: Cargo, then wasm-bindgen, then wasm-opt.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::likeness;
use crate::npm;
use crate::offered;
use crate::profile;
use crate::repo::Repo;
use crate::short_names;
use crate::split;
use crate::step::{step, succeed};
use crate::toolchain::{self, WASM};

/// How wasm-opt makes it small, and what rustc 1.95 turns on for the target: wasm-opt
/// takes a module for the first version of WebAssembly unless told.
const WASM_OPT: [&str; 15] = [
    // Would cut the constants of the first half into a thousand pieces around what is not
    // there yet, and Brotli has zeroes for nearly nothing.
    "--skip-pass=memory-packing",
    // A sum may become part of the access to its place: in the first kB is the end of the
    // stack, and nothing else.
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The standard library is compiled with the page, for size, and a panic ends it
/// without words: as delivered it brings every message and its formatting along, which
/// is more than a tenth of the first load. Both are unstable; the version of the compiler is pinned
/// (`rust-toolchain.toml`), so they stay what they are.
const STANDARD_LIBRARY: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// A crate that becomes a wasm module with its JavaScript.
struct Module {
    package: &'static str,
    /// Cargo's file for it.
    built: &'static str,
    /// The name of the JavaScript and of the wasm beside it.
    name: &'static str,
    folder: PathBuf,
    /// Where the module is kept before it is optimised, if it is to be split.
    whole: Option<PathBuf>,
}

/// The page's module with its names, as wasm-bindgen leaves it.
pub(crate) fn whole(repo: &Repo) -> PathBuf {
    repo.target().join("xtask/whole.wasm")
}

/// Builds the page's module and the JavaScript API.
pub(crate) fn build(repo: &Repo) -> Result<()> {
    toolchain::target(WASM)?;
    toolchain::standard_library()?;
    npm::install(&repo.www())?;
    let page = Module {
        package: "saslab-www",
        built: "saslab-www.wasm",
        name: "saslab",
        folder: repo.www().join("pkg"),
        whole: Some(whole(repo)),
    };
    let library = Module {
        package: "saslab-js",
        built: "saslab_js.wasm",
        name: "saslab",
        folder: repo.library(),
        whole: None,
    };
    compile(repo, &[&page, &library])?;
    for module in [&page, &library] {
        bind(repo, module)?;
    }
    package_library(repo)
}

fn compile(repo: &Repo, modules: &[&Module]) -> Result<()> {
    step("Compiling to wasm", || {
        let mut cargo = repo.cargo();
        cargo.args(["build", "--quiet", "--profile", "web", "--target", WASM]);
        cargo.arg("--config").arg(flags(repo)?);
        cargo.args(STANDARD_LIBRARY).env("RUSTC_BOOTSTRAP", "1");
        for module in modules {
            cargo.args(["--package", module.package]);
        }
        succeed(cargo)
    })?;
    Ok(())
}

/// Flags of the page's build alone: hashes by loops instead of unrolled, names that stay
/// the same from build to build and what refers to what (`split.rs`), and no path of this machine in the messages of a panic.
fn flags(repo: &Repo) -> Result<String> {
    let mut flags = vec![
        r#"--cfg=sha2_backend_soft="compact""#.to_owned(),
        "-Csymbol-mangling-version=v0".to_owned(),
        "-Clink-arg=--emit-relocs".to_owned(),
        "-Zunstable-options".to_owned(),
        "-Cpanic=immediate-abort".to_owned(),
        "-Zlocation-detail=none".to_owned(),
    ];
    let homes = [cargo_home()?, repo.root().to_owned()];
    let remapped = homes
        .iter()
        .map(|home| format!("--remap-path-prefix={}=", home.display()));
    flags.extend(remapped);
    let flags: Vec<String> = flags.iter().map(|flag| format!("'{flag}'")).collect();
    Ok(format!("target.{WASM}.rustflags=[{}]", flags.join(",")))
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = env::home_dir().context("neither CARGO_HOME nor a home directory")?;
    Ok(home.join(".cargo"))
}

/// Skipped when neither Cargo's output nor the options have changed: wasm-opt is
/// the slowest step of a build that changes nothing.
fn bind(repo: &Repo, module: &Module) -> Result<()> {
    let built = repo.target().join(WASM).join("web").join(module.built);
    let mut wanted = fs::read(&built).with_context(|| built.display().to_string())?;
    wanted.extend_from_slice(WASM_OPT.join(" ").as_bytes());
    if module.whole.is_some() {
        wanted.extend(fs::read(profile::list(repo))?);
    }
    let stamp = repo.target().join("xtask").join(module.package);
    let output = module.folder.join(format!("{}_bg.wasm", module.name));
    if output.exists() && fs::read(&stamp).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    fs::create_dir_all(repo.target().join("xtask"))?;
    // Whatever fails from here on is done again next time.
    fs::write(&stamp, "")?;
    step(
        &format!("Binding and optimising {}", module.package),
        || {
            bindgen(&built, module)?;
            strip(&output, &module.folder.join(format!("{}.js", module.name)))?;
            let mut modules = vec![output.clone()];
            if let Some(whole) = &module.whole {
                fs::copy(&output, whole)?;
                modules.extend(halves(repo, module, whole, &built)?);
            }
            optimise(repo, &modules)?;
            order(&modules)
        },
    )?;
    Ok(fs::write(stamp, wanted)?)
}

/// Writes the two halves beside the whole.
fn halves(repo: &Repo, module: &Module, whole: &Path, built: &Path) -> Result<[PathBuf; 2]> {
    let halves = split::split(&fs::read(whole)?, &fs::read(built)?, &profile::later(repo)?)?;
    let file = |half| module.folder.join(format!("{}_{half}.wasm", module.name));
    let (first, rest) = (file("first"), file("rest"));
    fs::write(&first, halves.first)?;
    fs::write(&rest, halves.rest)?;
    Ok([first, rest])
}

fn bindgen(built: &Path, module: &Module) -> Result<()> {
    if module.folder.exists() {
        fs::remove_dir_all(&module.folder)?;
    }
    Bindgen::new()
        .input_path(built)
        .out_name(module.name)
        .web(true)?
        .typescript(true)
        // Told from one another by name when the module is split; wasm-opt drops them.
        .remove_name_section(false)
        .demangle(false)
        .remove_producers_section(true)
        // The page says where its wasm is: the name carries a hash.
        .omit_default_module_path(true)
        .generate(&module.folder)
        .with_context(|| format!("wasm-bindgen on {}", module.package))
}

/// The linker's notes and long names are of no use to a browser, and wasm-opt would keep
/// them.
fn strip(wasm: &Path, script: &Path) -> Result<()> {
    let mut module = walrus::Module::from_file(wasm)?;
    for notes in ["linking", "reloc.CODE", "reloc.DATA", "target_features"] {
        module.customs.remove_raw(notes);
    }
    let shortened = short_names::shorten(&mut module, &fs::read_to_string(script)?)?;
    fs::write(script, shortened)?;
    module.emit_wasm_file(wasm)
}

/// All at once, since wasm-opt has phases of one thread.
fn optimise(repo: &Repo, modules: &[PathBuf]) -> Result<()> {
    thread::scope(|scope| {
        let running: Vec<_> = modules
            .iter()
            .map(|wasm| {
                let mut command = npm::program(&repo.www(), "binaryen/bin/wasm-opt");
                command.args(WASM_OPT).arg(wasm).arg("-o").arg(wasm);
                scope.spawn(|| succeed(command))
            })
            .collect();
        for run in running {
            run.join()
                .map_err(|_panic| anyhow!("wasm-opt was not run"))??;
        }
        Ok(())
    })
}

/// Each module's functions, and what crosses between the halves if there are any.
fn order(modules: &[PathBuf]) -> Result<()> {
    for wasm in modules {
        fs::write(wasm, likeness::order(&fs::read(wasm)?)?)?;
    }
    if let [_, first, rest] = modules {
        let halves = offered::order(&fs::read(first)?, &fs::read(rest)?)?;
        for (wasm, half) in [first, rest].into_iter().zip(halves) {
            fs::write(wasm, half)?;
        }
    }
    Ok(())
}

/// An npm package is its code and what its crate says about it.
fn package_library(repo: &Repo) -> Result<()> {
    let source = repo.root().join("crates/js");
    for file in ["package.json", "README.md"] {
        let from = source.join(file);
        if from.exists() {
            fs::copy(from, repo.library().join(file))?;
        }
    }
    Ok(())
}
