/**
 * Written after the rules and never used to change them: what the guard does with lines it was not made with. When a rule is
 * changed because of one, the line moves to the other corpora and a new one takes its place.
 */
export const heldOutHonest = `
Deux couverts chez Paul Bocuse un mardi midi.
Je voudrais offrir une montre à mon père pour ses soixante ans.
Une balade en calèche dans Vienne avec les enfants.
Un forfait ski pour quatre à Val-d'Isère, matériel compris.
Réservez un court de tennis demain à 18 heures.
La visite de Notre-Dame rouverte, avec un conférencier.
Un guide pour le Louvre, surtout les antiquités orientales.
Un repas de mariage pour cent vingt, service à table.
Un dîner-croisière sur la Seine, menu découverte.
Une table où l'on peut entendre parler : pas trop de musique.
Faire repasser vingt chemises d'ici lundi.
Mon vol a été annulé, trouvez-m'en un autre ce soir.
Un cours de poterie pour ma nièce de dix ans.
Un caviste qui livre du sancerre le dimanche.
Une location de ski nautique au lac.
Le menu peut-il être servi sans fromage ?
Une nuit dans une cabane perchée, petit déjeuner au panier.
Un jardinier pour tailler la haie mitoyenne.
Une robe de cocktail à louer pour samedi.
Un piano à queue accordé avant la soirée.
A suite with a bath and a late checkout.
Fresh oysters for six, delivered on ice.
A driver to take us round the Loire châteaux.
Somewhere lively for a hen party of eight.
A lesson with a ski instructor for a nervous beginner.
Tickets for the Proms, anywhere near the front.
A gardener to trim the hedge this week.
Can you have my watch serviced before May?
A picnic hamper for the races at Ascot.
A cooking class on fresh pasta for five.
A piano tuner before Thursday's party.
A ferry to the island with room for a van.
Please cancel the florist and find another.
A tour of Holyrood and the old churches of Edinburgh.
Tea at the Ritz for three generations of women.
A swim in the Blue Lagoon, evening slot.
A quiet carriage on the morning train.
Wrap the present in blue paper.
A kayak trip suitable for teenagers.
A plumber who speaks French, this afternoon.
`
  .trim()
  .split("\n");

export const heldOutTelling = `
Mon mari a la goutte et suit un régime strict.
Je porte une poche de stomie, une chambre avec salle de bains privée.
Ma fille a du diabète de type 1 et une pompe.
Elle fait des crises d'angoisse dans la foule.
Mon père vient de perdre la vue.
Nous avons rendez-vous à la clinique de fertilité de Barcelone.
Mon fils prend de la Ritaline.
Il est tétraplégique, il faut un lève-personne.
Je ne supporte pas le gluten, c'est médical.
Ma tante a un lymphome.
Nous prions cinq fois par jour, une pièce calme nous suffit.
Mes parents sont très croyants, pas de soirée le vendredi.
Notre communauté évangélique fête ses trente ans.
Je voyage avec mon imam.
Un buffet pour la permanence de notre député.
Je suis délégué CFDT et cherche une salle.
Mon copain et moi, deux hommes, cherchons un lieu accueillant.
Ma fille adoptive est éthiopienne, quelqu'un pour ses tresses.
My husband has gout and keeps to a strict diet.
I wear a stoma bag, so an en-suite is a must.
My daughter has type 1 diabetes and a pump.
She gets panic attacks in crowds.
My father has just lost his sight.
We have an appointment at a fertility clinic in Barcelona.
My son takes Ritalin.
My aunt has lymphoma.
We pray five times a day, any quiet room will do.
My parents are strict Catholics, nothing on a Friday night.
Our evangelical community turns thirty.
I travel with my imam.
A buffet for our MP's campaign office.
I am a shop steward and need a hall.
Two men, my boyfriend and I, want somewhere welcoming.
I am transgender, will the spa be comfortable?
`
  .trim()
  .split("\n");
