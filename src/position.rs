//! Positions of different kinds, each a type of its own, so that none is taken for another.

macro_rules! position {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn new(index: usize) -> $name {
                $name(index as u32)
            }

            pub(crate) fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

position! {
    /// A paragraph, by its position among those that are compared.
    Paragraph
}

position! {
    /// A canonical text, by its position among those that differ. Also the number of its shingle set.
    Original
}
