//! The text of main.cf as settings that know their origin, and the services of master.cf.

mod checks;
mod cursor;
mod diff;
mod edit;
mod effective;
mod expand;
mod file;
mod host;
mod item;
mod master;
mod names;
mod nearest;
mod parameter;
mod pasted;
mod relation;
mod review;
mod setting;
mod sourced;
mod tokens;
mod warning;

pub use diff::{Compared, compare, postconf_edits, shell_word, unified};
pub use edit::{Edit, set, unset};
pub use effective::Settings;
pub use file::{Entry, MainCf, is_space};
pub use host::{Host, Interface};
pub use item::{item_texts, items};
pub use master::{Bound, MasterCf, Override, Program, Service, Transport, remove_option};
pub use names::paths_in;
pub use nearest::nearest;
pub use parameter::{
    Default, Earlier, Group, Kind, Modelled, PARAMETERS, Parameter, Reader, parameter, parameters,
};
pub use pasted::{NoText, Pasted};
pub use review::{Remark, RemarkKind, Repair, not_simulated, review};
pub use setting::{Fatal, Origin, Setting};
pub use sourced::{Sourced, Span, Word};
pub use tokens::{Token, tokens};
pub use warning::{Warning, WarningKind, repair};
