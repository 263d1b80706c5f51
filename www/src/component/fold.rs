//! What is folded away: its inside is made when it is opened for the first time, and from
//! then on kept up to date.

use yew::{Callback, HookContext, Html};

use crate::element::el;
use crate::kept::keep;
use crate::part::Part;

/// What can be folded.
pub(crate) trait Folded: PartialEq + 'static {
    /// The class of the `details`.
    const CLASS: &'static str;

    /// What is always in sight.
    fn summary(&self) -> Html;

    /// What the summary stands for.
    fn inside(&self) -> Html;
}

/// It in its place.
#[derive(PartialEq)]
pub(crate) struct Fold<T>(pub(crate) T);

impl<T: Folded> Part for Fold<T> {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let opened = keep(hooks, || false);
        let inside = match *opened {
            true => self.0.inside(),
            false => Html::default(),
        };
        let open = Callback::from(move |_| opened.set(true));
        let summary = el("summary").on_click(open).put(self.0.summary());
        let details = el("details").with(summary).put(inside);
        match T::CLASS {
            "" => details,
            class => details.class(class),
        }
        .html()
    }
}
