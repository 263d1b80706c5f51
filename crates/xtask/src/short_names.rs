//! Short names for what the module imports: wasm-bindgen's tell what a function does and
//! carry a hash, which compresses badly, and stand in both the module and its JavaScript.

use anyhow::{Result, ensure};
use walrus::Module;

/// How wasm-bindgen's names begin; others are names of the page's own.
const GENERATED: &str = "__wb";

/// Renames in both; returns the JavaScript.
pub(crate) fn shorten(module: &mut Module, script: &str) -> Result<String> {
    let mut script = script.to_owned();
    let imports = module.imports.iter_mut();
    for (number, import) in imports
        .filter(|import| import.name.starts_with(GENERATED))
        .enumerate()
    {
        let (long, short) = (format!(" {}:", import.name), name(number));
        ensure!(
            script.matches(&long).count() == 1,
            "the JavaScript names{long} otherwise than once"
        );
        script = script.replacen(&long, &format!(" {short}:"), 1);
        import.name = short;
    }
    Ok(script)
}

/// `a` to `z`, then `aa` and so on.
pub(crate) fn name(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    match number / 26 {
        0 => letter.to_string(),
        more => name(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_names_become_letters_in_both() {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        for name in ["__wbg_focus_d5e2", "own", "__wbindgen_is_null_12"] {
            module.add_import_func("./lab_bg.js", name, ty);
        }
        let script = "{\n __wbg_focus_d5e2: function() {},\n own: 1,\n __wbindgen_is_null_12: f }";
        let shortened = shorten(&mut module, script).unwrap();
        assert_eq!(shortened, "{\n a: function() {},\n own: 1,\n b: f }");
        let names: Vec<_> = module.imports.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["a", "own", "b"]);
        assert!(shorten(&mut module, "{}").is_ok());
    }

    #[test]
    fn names_are_counted_in_letters() {
        assert_eq!([0, 25, 26, 51, 52].map(name), ["a", "z", "aa", "az", "ba"]);
    }
}
