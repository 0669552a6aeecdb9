//! The page's view of the contract: `ui/src/host/contract.ts` is written from these types and never by hand.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};

use crate::{Answer, AppError, Intent, Snapshot};

const HEAD: &str = "// Written from the Rust types of the contract crate. Do not edit; instead run\n\
// UPDATE=1 cargo test -p clawtray-contract typescript\n";

/// Every type that the visited ones are made of, by name.
#[derive(Default)]
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            let text = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
            let earlier = self.by_name.insert(T::ident(&self.config), text);
            assert!(earlier.is_none(), "two types are called {}", T::ident(&self.config));
        }
        T::visit_dependencies(self);
    }
}

fn written() -> String {
    let mut declarations = Declarations::default();
    declarations.visit::<Snapshot>();
    declarations.visit::<Intent>();
    declarations.visit::<Answer>();
    declarations.visit::<AppError>();
    let bodies: Vec<String> = declarations.by_name.into_values().collect();
    format!("{HEAD}\n{}", bodies.join("\n"))
}

#[test]
fn the_pages_types_are_these_types() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/host/contract.ts");
    let written = written();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&file, &written).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == written,
        "ui/src/host/contract.ts is out of date; run UPDATE=1 cargo test -p clawtray-contract typescript"
    );
}

#[test]
fn a_type_that_is_used_is_declared() {
    let written = written();
    for name in ["Snapshot", "GatewayView", "FindingView", "PlanView", "ErrorCode", "Route", "UndoState"] {
        assert!(written.contains(&format!("export type {name} = ")), "{name} is missing");
    }
    assert!(!written.contains("bigint"), "a page reads JSON numbers");
}
