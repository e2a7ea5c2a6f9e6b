/** What likely tells of what GDPR article 9 protects, by category, in French and English. Each line must be asked about. */
import type { SpecialCategory } from "../../../shared/free-text/special-categories.ts";

const lines = (text: string) => text.trim().split("\n");

export const telling: Readonly<Record<SpecialCategory, readonly string[]>> = {
  health: lines(`
Ma compagne souffre de la maladie de Crohn, il faut des toilettes proches.
Je suis sous dialyse trois fois par semaine.
Passez à la pharmacie avec mon ordonnance.
Il nous faut une rampe, mon frère est paraplégique.
Elle est en rémission d'une leucémie.
Je prends des antidépresseurs, pas d'alcool au menu.
Ma mère perd la mémoire, elle ne doit pas rester seule.
Nous attendons un bébé pour mars, pas de vols longs.
Mon père porte un appareil auditif.
Elle a une sclérose en plaques et se fatigue vite.
My partner has Crohn's disease and needs a bathroom close by.
He is on dialysis three times a week.
My brother is paraplegic, we need a ramp.
She is in remission from leukaemia.
I take antidepressants, so no wine pairing.
My mother is losing her memory and cannot be alone.
My father wears hearing aids.
I have multiple sclerosis and tire easily.
My nut allergy is severe.
I am blind, please describe the menu.
Ma femme est allergique aux arachides, prévenez le restaurant.
Allergie sévère aux fruits à coque pour l'un des convives.
Mon fils a une intolérance au lactose.
Je suis cœliaque, il me faut un menu adapté.
Mon père est en fauteuil roulant, prévoir un accès de plain-pied.
Une chambre PMR, s'il vous plaît, pour ma mère.
Je me déplace avec des béquilles depuis mon accident.
Nous voyageons avec une personne à mobilité réduite.
Ma grand-mère ne peut plus marcher longtemps.
Mon mari est diabétique, il doit dîner à heure fixe.
Je sors d'une chimiothérapie et cherche un lieu reposant.
Elle a un cancer, nous voudrions lui faire plaisir.
Ma sœur est enceinte de sept mois, pas de longs trajets.
Elle vient d'accoucher, un panier de naissance à la maternité.
Suite à mon opération du genou, je ne peux pas monter d'escaliers.
Il a été opéré de la hanche la semaine dernière.
Une infirmière à domicile pour les soins de ma mère.
Mon frère est autiste, il lui faut un endroit sans bruit.
Mon oncle est sourd, un interprète en langue des signes serait utile.
Nous venons avec un chien guide, notre ami est aveugle.
Je prends un traitement médical qui doit rester au frais.
Il me faut un réfrigérateur pour mon insuline.
Ma mère a la maladie d'Alzheimer.
Je suis en dépression et j'ai besoin de calme.
Mon médecin me prescrit un régime sans sel.
Un transport médicalisé : ma tante est hospitalisée à Nice.
J'ai un pacemaker, les portiques me sont interdits.
Il souffre d'asthme, pas de moquette dans la chambre.
En sevrage d'alcool, je préfère un hôtel sans bar : je suis alcoolique.
Je dois éviter la foule après mon burn-out.
Mon fils est épileptique, pas de stroboscope.
J'ai mal au dos : une sciatique, il me faut un matelas ferme.
Nous cherchons un psychiatre qui consulte en anglais.
Elle est malentendante, une place devant la scène.
Mon beau-père a fait un AVC l'an dernier.
Ma fille est handicapée, merci de prévoir de l'aide.
Prévoir un EpiPen à table, choc anaphylactique possible.
Je suis séropositif et mes médicaments voyagent avec moi.
My wife is allergic to peanuts, please warn the kitchen.
One guest has a severe nut allergy.
My son is lactose intolerant.
I have coeliac disease and need a safe kitchen.
My father uses a wheelchair, step-free access please.
An accessible room for a guest with reduced mobility.
I am on crutches after a fall.
My grandmother cannot walk far.
My husband is diabetic and must eat on time.
I am just out of chemotherapy and need somewhere restful.
She has cancer and we want to treat her.
My sister is pregnant, no long transfers.
She has just given birth, flowers to the ward.
After knee surgery I cannot climb stairs.
He had a hip operation last week.
A private nurse for my mother at the hotel.
My brother is autistic, a quiet place please.
Our friend is blind and comes with a guide dog.
My uncle is deaf, a sign language interpreter would help.
I need a fridge for my insulin.
My mother has dementia.
I am recovering from depression, somewhere calm.
My doctor put me on a low-salt diet.
I have a pacemaker, no security gates.
He has asthma, no carpet in the room.
My son has epilepsy, no strobe lights.
I suffer from migraines, a dark room please.
She is hard of hearing, seats at the front.
My father-in-law had a stroke last year.
My daughter is disabled and needs assistance.
I carry an EpiPen for bee stings.
I am HIV positive and travel with my medication.
He is in rehab, no minibar please.
We travel with an oxygen concentrator.
`),
  religion: lines(`
Un dîner sans porc, nous sommes musulmans.
Il me faut un miniane pour le kaddish de mon père.
Le pasteur de notre paroisse sera des nôtres.
Une salle pour la circoncision de notre fils.
Nous rompons le jeûne à 21 heures, servez après.
No pork please, we are Muslim.
We break our fast at nine, serve after that.
A hall for our son's circumcision.
Our vicar will say a prayer before the meal.
Un restaurant halal pour huit personnes.
Menu casher pour deux convives, s'il vous plaît.
Nous mangeons kasher, merci de vérifier.
Un iftar pour vingt personnes pendant le ramadan.
Nous fêtons l'Aïd, un traiteur pour quarante.
Un hôtel proche d'une synagogue, nous respectons le shabbat.
La bar-mitsva de mon fils, une salle pour cent invités.
Le baptême de notre fille, dragées et photographe.
La première communion de ma nièce : un cadeau.
Je souhaite assister à la messe dimanche.
Un pèlerinage à Lourdes pour mes parents.
Une salle de prière dans l'hôtel, c'est important pour nous.
Mes beaux-parents sont catholiques pratiquants.
Ma famille est musulmane, pas de porc ni d'alcool.
Nous sommes juifs et cherchons un traiteur.
Je suis protestant, où trouver un culte ?
Un rabbin pour bénir l'union.
Un mariage religieux à l'église, puis un cocktail.
Mon père était franc-maçon, un cadeau en rapport.
Pour des raisons religieuses, je ne mange pas de bœuf.
Pendant le carême, menus maigres s'il vous plaît.
Nous sommes témoins de Jéhovah.
Mon ami est bouddhiste, un cadeau adapté.
Une viande cacher livrée avant vendredi.
A halal restaurant for eight.
Kosher meals for two guests, please.
An iftar for twenty during Ramadan.
We celebrate Eid with forty guests.
A hotel near a synagogue, we keep Shabbat.
My son's bar mitzvah, a hall for a hundred.
Our daughter's christening: a photographer.
My niece's first communion: a gift.
I would like to attend mass on Sunday.
A pilgrimage to Lourdes for my parents.
A prayer room in the hotel matters to us.
My in-laws are devout Catholics.
My family is Muslim, no pork and no alcohol.
We are Jewish and need a caterer.
A rabbi to bless the couple.
A church wedding followed by drinks.
For religious reasons I do not eat beef.
We are Jehovah's Witnesses.
A pastor for the ceremony, we are evangelical.
Passover dinner for twelve.
`),
  politics: lines(`
Je colle des affiches pour le parti, un local à louer.
I am canvassing for the party, a room to rent.
Un car pour vingt militants jusqu'au meeting politique.
Je suis adhérent du parti, il me faut un hôtel près du congrès du parti.
Une salle pour le Rassemblement national de notre canton.
Nous sommes plutôt de gauche, évitez ce traiteur.
Un dîner de campagne électorale pour notre candidat.
Je milite à la France insoumise, un train pour le rassemblement.
Soirée électorale pour quinze amis du parti socialiste.
A coach for twenty activists to the political rally.
A hotel near the party conference, I am a delegate.
I am a Labour Party member, a room near the venue.
We voted for the Greens: no plastic please.
Catering for our candidate's election campaign.
A dinner for the local Conservative Party.
`),
  union: lines(`
Une réunion de la section CFDT, trente chaises.
A meeting of our union branch, thirty chairs.
Un car pour les délégués syndicaux de l'usine.
Je suis à la CGT, un hôtel près du congrès.
Réunion du syndicat, une salle pour trente.
Nous sommes en grève, des repas pour le piquet de grève.
Mon mari est syndiqué, il a droit à une remise.
A coach for our trade union delegates.
I am a union rep, a room near the congress.
Food for the picket line.
A hall for the union meeting on Thursday.
`),
  sexuality: lines(`
Mon compagnon et moi sommes gays, est-ce bien vu là-bas ?
My boyfriend and I are gay, is it fine there?
Un hôtel gay-friendly pour mon mari et moi.
Un bar lesbien où fêter notre anniversaire.
Je suis homosexuel, est-ce un pays sûr ?
Des vacances LGBT en Espagne.
Un club échangiste discret à Paris.
Ma fille est transgenre, un personnel accueillant.
Un séjour pour un couple de femmes, accueil assuré.
A gay-friendly hotel for my husband and me.
A lesbian bar for our anniversary.
Is it safe for a gay couple?
An LGBT holiday in Spain.
A swingers' club in Paris, discreet.
My daughter is transgender, kind staff please.
A same-sex couple, a warm welcome please.
`),
  origin: lines(`
Mon épouse est d'origine marocaine, un orchestre de là-bas.
My wife is of Indian origin, a band from there.
Ma femme est d'origine algérienne, un traiteur de là-bas.
Un coiffeur afro à domicile pour ma fille.
Un soin pour peaux noires, pour ma femme.
Mes amis d'origine asiatique seront des nôtres.
Notre fils est métis, un coiffeur qui sait faire.
Ma famille est tsigane.
My wife is of African descent, a fitting stylist.
A hairdresser for afro hair for my daughter.
A make-up artist for dark skin.
We are a black couple, is the area welcoming?
My son is mixed race, a barber who knows his hair.
`),
  biometrics: lines(`
Le laboratoire veut mon ADN, un coursier s'il vous plaît.
The lab wants my DNA, send a courier.
Un test ADN pour retrouver mes origines.
Mon groupe sanguin est AB négatif, notez-le.
Faites envoyer mon test génétique au laboratoire.
Voici mes empreintes digitales pour le dossier de visa.
A DNA test to find my ancestors.
My blood type is AB negative, please note it.
A genetic test before the trip.
My fingerprints are needed for the visa file.
`),
};
