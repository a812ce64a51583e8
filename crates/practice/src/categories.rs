//! The category tree of the practice region: our own, in the style of the national one.

use tanggap_domain::complaint::Category;

use crate::situations::{self, Situation};

/// A topic and what lies under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    pub id: String,
    pub name: &'static str,
    pub leaves: Vec<Leaf>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    pub id: String,
    pub name: &'static str,
}

/// All topics in a fixed order, each with an "other" leaf at the end.
pub fn tree() -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for situation in situations::all() {
        let known = topics
            .iter()
            .position(|topic| topic.name == situation.topic);
        let at = known.unwrap_or_else(|| {
            let id = (topics.len() + 1).to_string();
            topics.push(Topic {
                id,
                name: situation.topic,
                leaves: Vec::new(),
            });
            topics.len() - 1
        });
        push_leaf(&mut topics[at], situation.leaf);
    }
    for topic in &mut topics {
        push_leaf(topic, "Lainnya");
    }
    topics
}

fn push_leaf(topic: &mut Topic, name: &'static str) {
    if topic.leaves.iter().all(|leaf| leaf.name != name) {
        let id = format!("{}{:02}", topic.id, topic.leaves.len() + 1);
        topic.leaves.push(Leaf { id, name });
    }
}

pub(crate) fn category_of(tree: &[Topic], situation: &Situation) -> Category {
    let leaf = tree
        .iter()
        .filter(|topic| topic.name == situation.topic)
        .flat_map(|topic| &topic.leaves)
        .find(|leaf| leaf.name == situation.leaf);
    Category::new(
        leaf.map(|leaf| leaf.id.as_str()),
        vec![situation.topic.to_owned(), situation.leaf.to_owned()],
    )
}
